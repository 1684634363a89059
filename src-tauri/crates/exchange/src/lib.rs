//! Files in and out: sniffing, dialects, mappings, CSV and XLSX.
