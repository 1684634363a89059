//! Refused rows as a CSV that a spreadsheet opens without running anything in it.

use crate::imports::Refused;

/// Row, column, value and expectation of each, with a byte order mark for spreadsheets.
pub(crate) fn csv_of(rejects: &[Refused]) -> String {
    let mut text = String::from("\u{feff}row,column,value,reason\r\n");
    for reject in rejects {
        let row = reject.row.to_string();
        let cells = [
            row.as_str(),
            reject.column.as_deref().unwrap_or_default(),
            reject.value.as_deref().unwrap_or_default(),
            reject.message.as_str(),
        ];
        text.push_str(&cells.map(cell).join(","));
        text.push_str("\r\n");
    }
    text
}

/// A cell, quoted; what a spreadsheet would run as a formula gets an apostrophe in front.
fn cell(value: &str) -> String {
    let guard = if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", value.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imports::Said;

    #[test]
    fn a_formula_in_a_refused_cell_is_text_in_the_file_of_rejects() {
        let refused = Refused {
            row: 7,
            column: Some("Title".to_owned()),
            value: Some("=cmd|' /C calc'!A0 \"x\"".to_owned()),
            expectation: Said::plain("filled"),
            remedy: "correctCell".to_owned(),
            message: "row 7".to_owned(),
        };
        let text = csv_of(&[refused]);
        assert!(text.contains("\"7\",\"Title\",\"'=cmd|' /C calc'!A0 \"\"x\"\"\",\"row 7\"\r\n"), "{text}");
    }
}
