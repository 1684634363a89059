//! Refused rows as a CSV that a spreadsheet opens without running anything in it.

use domain::Language;

use crate::imports::{Refused, Said};
use crate::words::sentence;

/// The sentence of each expectation, behind `import_needs_`.
const NEEDS: &[(&str, &str)] = &[
    ("filled", "filled"),
    ("number", "number"),
    ("wholeNumber", "whole"),
    ("notNegative", "not_negative"),
    ("inRange", "in_range"),
    ("decimals", "decimals"),
    ("currency", "currency"),
    ("knownCurrency", "known_currency"),
    ("idAsText", "id"),
    ("date", "date"),
    ("existingDate", "existing_date"),
    ("existingLocalTime", "local_time"),
    ("zone", "zone"),
    ("value", "value"),
    ("columns", "columns"),
    ("completeRow", "complete"),
    ("uniqueKey", "unique"),
    ("together", "together"),
    ("sameInOrder", "same_in_order"),
    ("withItsFirstRow", "first_row"),
    ("afterItsStart", "after_start"),
    ("length", "length"),
    ("oneRowARoom", "one_row"),
    ("skuElsewhere", "sku"),
    ("skuUnknown", "sku_unknown"),
    ("withItsProduct", "its_product"),
    ("withItsChoices", "its_choices"),
    ("webAddress", "web"),
];

/// The sentence of each remedy, behind `import_helps_`.
const HELPS: &[(&str, &str)] = &[
    ("correctCell", "correct"),
    ("exportAgain", "export"),
    ("changeMapping", "mapping"),
    ("otherCurrency", "currency"),
    ("sortFile", "sort"),
    ("pasteValues", "paste"),
];

/// Row, column, value, what it should be and what helps, with a byte order mark for spreadsheets.
pub(crate) fn csv_of(rejects: &[Refused], language: Language) -> String {
    let heading = |name: &str| sentence(language, &format!("import_{name}"), |_| String::new());
    let names = ["row", "column", "value", "needs", "helps"].map(|name| heading(name).unwrap_or_default());
    let mut text = String::from("\u{feff}");
    push(&mut text, names.each_ref().map(String::as_str));
    for reject in rejects {
        let row = reject.row.to_string();
        let needs = worded(language, "needs", NEEDS, &reject.expectation);
        let helps = worded(language, "helps", HELPS, &Said::plain(&reject.remedy));
        push(
            &mut text,
            [
                &row,
                reject.column.as_deref().unwrap_or_default(),
                reject.value.as_deref().unwrap_or_default(),
                &needs,
                &helps,
            ],
        );
    }
    text
}

fn push(text: &mut String, cells: [&str; 5]) {
    text.push_str(&cells.map(cell).join(","));
    text.push_str("\r\n");
}

/// A code in words; one nobody has words for yet stands as it is.
fn worded(language: Language, group: &str, codes: &[(&str, &str)], said: &Said) -> String {
    let known = codes.iter().find(|(code, _)| *code == said.code);
    let param = |blank: &str| {
        let names: &[&str] = match blank {
            "most" => &["atMost"],
            "code" => &["currency", "code"],
            "row" => &["firstRow"],
            other => &[other],
        };
        names.iter().find_map(|name| said.params.get(*name)).cloned().unwrap_or_default()
    };
    known
        .and_then(|(_, key)| sentence(language, &format!("import_{group}_{key}"), param))
        .unwrap_or_else(|| said.code.clone())
}

/// A cell, quoted; what a spreadsheet would run as a formula gets an apostrophe in front.
fn cell(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", value.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(value: &str, expectation: Said) -> Refused {
        Refused {
            row: 7,
            column: Some("Title".to_owned()),
            value: Some(value.to_owned()),
            expectation,
            remedy: "correctCell".to_owned(),
            message: "row 7".to_owned(),
        }
    }

    #[test]
    fn a_formula_in_a_refused_cell_is_text_in_the_file_of_rejects() {
        let text = csv_of(&[refused("=cmd|' /C calc'!A0 \"x\"", Said::plain("filled"))], Language::En);
        assert!(text.contains("\"7\",\"Title\",\"'=cmd|' /C calc'!A0 \"\"x\"\"\",\"filled in\""), "{text}");
    }

    #[test]
    fn reasons_are_written_in_the_language_of_the_workspace() {
        let params = [("atMost", "2".to_owned())];
        let rejects = [refused("1.999", Said::with("decimals", params))];
        let vietnamese = csv_of(&rejects, Language::Vi);
        assert!(vietnamese.starts_with("\u{feff}\"Dòng\",\"Cột\""), "{vietnamese}");
        assert!(
            vietnamese.contains("tối đa 2 chữ số thập phân") && vietnamese.contains("Sửa ô"),
            "{vietnamese}"
        );
        assert!(csv_of(&rejects, Language::En).contains("at most 2 decimals"));
    }

    #[test]
    fn every_code_has_its_words_and_the_words_name_the_currencies_that_work() {
        for language in [Language::Vi, Language::En] {
            let has = |key: String| sentence(language, &key, |_| String::new()).is_some();
            assert!(NEEDS.iter().all(|(_, key)| has(format!("import_needs_{key}"))));
            assert!(HELPS.iter().all(|(_, key)| has(format!("import_helps_{key}"))));
            for key in ["import_needs_known_currency", "import_helps_currency"] {
                let said = sentence(language, key, |_| String::new()).unwrap_or_default();
                let named = domain::Currency::ALL.iter().all(|currency| said.contains(currency.code()));
                assert!(named, "{said}");
            }
        }
    }
}
