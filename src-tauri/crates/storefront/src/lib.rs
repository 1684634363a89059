//! Shops over the network: manifest, signature, retry plan, and one module a kind of destination.
