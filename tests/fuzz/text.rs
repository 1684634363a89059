//! Small texts: numbers and dates of one cell, mappings, manifests.

use std::path::PathBuf;
use std::sync::OnceLock;

use exchange::{DateForm, Explains, Mapping, NumberDialect, NumberError, Sniffed, e4_text, sniff};
use storefront::{NowJson, SessionManifest};

use crate::sales;

/// What one cell can be read as.
pub(crate) fn dialects(data: &[u8]) {
    let [dot, comma] = [NumberDialect::Dot, NumberDialect::Comma].map(|dialect| dialect.read(data));
    for read in [dot, comma].into_iter().flatten() {
        let plain = e4_text(i128::from(read.e4));
        let again = NumberDialect::Dot.read(plain.as_bytes());
        assert_eq!(again.map(|number| number.e4), Ok(read.e4), "{plain} is written as it is read");
    }
    match Explains::of(data) {
        Explains::Same => assert_eq!(dot.map(|number| number.e4), comma.map(|number| number.e4)),
        Explains::OnlyDot => assert_eq!(comma, Err(NumberError::NotANumber)),
        Explains::OnlyComma => assert_eq!(dot, Err(NumberError::NotANumber)),
        Explains::Either => assert!(dot != comma, "one of them must be chosen"),
        Explains::Neither => assert!(dot.is_err() && comma.is_err()),
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    let [ymd, dmy, mdy] = [DateForm::Ymd, DateForm::Dmy, DateForm::Mdy].map(|form| form.local_ms(text));
    if let Some(plain) = ymd {
        assert_eq!((dmy, mdy), (Some(plain), Some(plain)), "a year in front leaves no question");
    }
    for ms in [ymd, dmy, mdy].into_iter().flatten() {
        assert!((0..7_258_204_800_000).contains(&ms), "{ms} lies between 1970 and 2200");
    }
}

/// Orders that leave nothing out a mapping can name.
const ORDERS: &str = "Order ID,Created,SKU,Name,Qty,Price,Amount,Discount,Refund,Ship,Tax,Currency,Buyer,State,Live\n\
A1,21/05/2026 10:00,S1,Son,2,\"1.500,50\",3001,10,0,5,1,USD,b1,Paid,live_session: 0198c0de-7a11-7000-8000-000000000001\n\
A1,21/05/2026 10:00,S2,Kem,1,20,20,10,5,5,1,USD,b1,Paid,\n\
A2,31/12/2026 23:59,S1,Son,-1,15,-15,-1,,,,VND,b2,cancelled,\n\
C3,01/02/2026,POST,Ship,1,3,3,,,,,,,x,\n";

fn orders() -> Option<&'static (PathBuf, Sniffed)> {
    static ORDERS_FILE: OnceLock<Option<(PathBuf, Sniffed)>> = OnceLock::new();
    let written = || {
        let file = tempfile::Builder::new().suffix(".csv").tempfile().ok()?;
        std::fs::write(file.path(), ORDERS).ok()?;
        let (_, path) = file.keep().ok()?;
        let sniffed = sniff(&path).ok()?;
        Some((path, sniffed))
    };
    ORDERS_FILE.get_or_init(written).as_ref()
}

/// A mapping reads a file or is refused.
pub(crate) fn mapping(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(mapping) = Mapping::from_json(text) else { return };
    assert_eq!(Mapping::from_json(&mapping.to_json()).as_ref(), Ok(&mapping), "kept, it is the same");
    for key in
        ["currency", "zone", "dateForm", "numbers:Price", "field:quantity", "blocks", "per:Ship", "state:x"]
    {
        let _ = mapping.answer_to(key);
    }
    let _ = (mapping.form(), mapping.kept_columns());
    if let Some((path, sniffed)) = orders() {
        sales::by_mapping(path, sniffed, &mapping);
    }
}

/// A manifest that can be read is the same when it was written again.
pub(crate) fn manifest(data: &[u8]) {
    if let Ok(small) = serde_json::from_slice::<NowJson>(data) {
        let again = small.to_bytes().ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        assert_eq!(again, Some(small), "now.json");
    }
    let Ok(manifest) = serde_json::from_slice::<SessionManifest>(data) else { return };
    let bytes = manifest.to_bytes().unwrap_or_default();
    assert_eq!(serde_json::from_slice(&bytes).ok(), Some(manifest.clone()), "manifest.json");
    let small = NowJson::of(&manifest);
    assert_eq!((small.stamp, small.state), (manifest.stamp, manifest.state));
}
