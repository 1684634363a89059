//! A report as PDF on A4: the words are given, their place on the page is found here.
//!
//! Fonts are bundled and embedded, text is NFC, and everything is tagged: headings, tables with their heads, the
//! curve with the sentence that says it.

mod draw;
mod flow;
mod font;
mod table;

use crate::share::ShareError;

/// A report in the words of one language.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Report {
    /// BCP 47: `vi`, `en`.
    pub language: &'static str,
    /// What it is about.
    pub title: String,
    /// Lines under the title.
    pub about: Vec<String>,
    /// What stands at the foot of each page, beside its number.
    pub foot: String,
    /// What follows, from top to bottom.
    pub parts: Vec<Part>,
    /// Year, month and day it was made on.
    pub made_on: (u16, u8, u8),
}

/// A piece of a report.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A quieter paragraph.
    Note(String),
    /// Figures side by side.
    Figures(Vec<Figure>),
    /// A table.
    Table(Table),
    /// A curve over time.
    Curve(Curve),
    /// The next page.
    Break,
}

/// One figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figure {
    /// What it is called.
    pub name: String,
    /// What it is.
    pub value: String,
    /// What else is to be said.
    pub note: String,
}

/// A table; its head is said again on each page it goes on to.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it holds, for readers that do not see it.
    pub summary: String,
    /// Its columns.
    pub columns: Vec<TableColumn>,
    /// Its rows.
    pub rows: Vec<TableRow>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableColumn {
    /// Its title.
    pub title: String,
    /// Its share of the width.
    pub share: f32,
    /// Whether it holds figures, which stand to the right.
    pub is_figure: bool,
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRow {
    /// Its cells.
    pub cells: Vec<String>,
    /// Whether it is a sum.
    pub is_strong: bool,
}

/// A curve; everything across and up is a share of the whole, from 0 to 1.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Curve {
    /// The sentence that says what is to be seen.
    pub says: String,
    /// The curve.
    pub points: Vec<(f32, f32)>,
    /// The one it is compared with.
    pub before: Vec<(f32, f32)>,
    /// What was on screen: from, to, its number.
    pub bands: Vec<(f32, f32, String)>,
    /// Marks across, with their words.
    pub across: Vec<(f32, String)>,
    /// Marks up, with their words.
    pub up: Vec<(f32, String)>,
    /// The highest place, with its words.
    pub peak: Option<(f32, f32, String)>,
}

impl Report {
    /// The report as PDF; `numbered` fills page and pages into the words for them.
    ///
    /// # Errors
    /// When the fonts cannot be embedded.
    pub fn pdf(&self, numbered: &dyn Fn(usize, usize) -> String) -> Result<Vec<u8>, ShareError> {
        let fonts =
            font::Fonts::load().ok_or_else(|| ShareError::Form("the fonts are damaged".to_owned()))?;
        let mut flow = flow::Flow::new(&fonts);
        flow.report(self);
        let pages = flow.finish(&self.foot, numbered);
        draw::pdf(self, &fonts, &pages)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let column = |title: &str, is_figure| TableColumn { title: title.to_owned(), share: 1.0, is_figure };
        let row = |at: usize| TableRow {
            cells: vec![format!("Sản phẩm số {at}"), at.to_string()],
            is_strong: false,
        };
        Report {
            language: "vi",
            title: "Đêm hội làm đẹp: ngưỡng cửa mùa xuân".to_owned(),
            about: vec!["Mộc Lan · 28/11/2026".to_owned()],
            foot: "Showrunner".to_owned(),
            parts: vec![
                Part::Heading("Sản phẩm".to_owned()),
                Part::Table(Table {
                    summary: "Sản phẩm".to_owned(),
                    columns: vec![column("Tên", false), column("Số món", true)],
                    rows: (0..120).map(row).collect(),
                }),
                Part::Text("ไทย, ₫ và £; 超出字体".to_owned()),
            ],
            made_on: (2026, 11, 29),
        }
    }

    #[test]
    fn a_long_table_goes_on_to_further_pages_and_the_file_is_a_tagged_pdf() {
        let pages = std::cell::RefCell::new(Vec::new());
        let pdf = report()
            .pdf(&|page, of| {
                pages.borrow_mut().push((page, of));
                format!("Trang {page}/{of}")
            })
            .expect("a PDF");
        assert!(pdf.starts_with(b"%PDF-1."));
        let text = String::from_utf8_lossy(&pdf);
        assert!(
            text.contains("/StructTreeRoot") && text.contains("/Lang"),
            "it is tagged and says its language"
        );
        let pages = pages.into_inner();
        assert!(pages.len() > 2 && pages.iter().all(|(_, of)| *of == pages.len()), "{pages:?}");
    }

    #[test]
    fn decomposed_words_are_composed_and_control_characters_do_not_reach_the_page() {
        assert_eq!(font::clean("Tie\u{302}\u{301}ng\tVie\u{323}\u{302}t\u{7}"), "Tiếng Việt");
    }
}
