//! Rows of a sheet on their way through, some thousand cells at a time, and kept for who reads them again.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::table::CellKind;

/// Bytes of text a page is handed on with.
const FULL: usize = 64 * 1024;
/// Bytes kept of one sheet; of a larger one nothing is kept, and it is unpacked for each reading.
const MOST_KEPT: usize = 32 << 20;

/// Some rows, their cells end to end.
#[derive(Debug, Default)]
pub(crate) struct Page {
    text: String,
    /// Where the text of each cell ends.
    ends: Vec<u32>,
    kinds: Vec<CellKind>,
    /// The number of each row and where its cells end.
    rows: Vec<(u64, usize)>,
}

/// One row of a page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SheetRow<'p> {
    page: &'p Page,
    first: usize,
    end: usize,
}

impl<'p> SheetRow<'p> {
    pub(crate) const fn len(&self) -> usize {
        self.end - self.first
    }

    pub(crate) fn get(&self, column: usize) -> &'p [u8] {
        let cell = self.first + column;
        if cell < self.end { &self.page.text.as_bytes()[self.page.text_of(cell)] } else { &[] }
    }

    pub(crate) fn kind(&self, column: usize) -> CellKind {
        let cell = self.first + column;
        if cell < self.end { self.page.kinds[cell] } else { CellKind::Text }
    }
}

impl Page {
    /// Every row with its number.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (u64, SheetRow<'_>)> {
        self.rows.iter().enumerate().map(|(at, &(number, end))| {
            let first = if at == 0 { 0 } else { self.rows[at - 1].1 };
            (number, SheetRow { page: self, first, end })
        })
    }

    fn text_of(&self, cell: usize) -> Range<usize> {
        let start = if cell == 0 { 0 } else { self.ends[cell - 1] };
        start as usize..self.ends[cell] as usize
    }

    /// Cells of the row that is being written.
    pub(super) fn width(&self) -> usize {
        self.ends.len() - self.rows.last().map_or(0, |(_, end)| *end)
    }

    /// Bytes of text of the row that is being written.
    pub(super) fn row_bytes(&self) -> usize {
        let end = self.rows.last().map_or(0, |(_, end)| *end);
        let start = end.checked_sub(1).map_or(0, |last| self.ends[last] as usize);
        self.text.len() - start
    }

    /// Where the text of the next cell is written.
    pub(super) const fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// Ends the cell whose text was written from `start` on; earlier columns that were left out are empty.
    pub(super) fn end_cell(&mut self, column: usize, start: usize, kind: CellKind) {
        // A page is far shorter than 4 GB: a row has a limit, and behind it the page is handed on.
        let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        for _ in self.width()..column {
            self.ends.push(place(start));
            self.kinds.push(CellKind::Text);
        }
        self.ends.push(place(self.text.len()));
        self.kinds.push(kind);
    }

    pub(super) fn end_row(&mut self, number: u64) {
        self.rows.push((number, self.ends.len()));
    }

    /// Whether it is time to hand it on.
    pub(super) const fn is_full(&self) -> bool {
        self.text.len() >= FULL || self.ends.len() >= FULL
    }

    /// Bytes it holds.
    fn bytes(&self) -> usize {
        let cell = size_of::<u32>() + size_of::<CellKind>();
        self.text.capacity() + cell * self.ends.capacity() + size_of::<(u64, usize)>() * self.rows.capacity()
    }
}

/// The rows of a sheet from its first whole reading on, as far as they fit.
#[derive(Debug, Clone, Default)]
pub(crate) struct Kept(Arc<OnceLock<Vec<Page>>>);

/// What is kept of a file says nothing about it that the file does not.
impl PartialEq for Kept {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Kept {}

impl Kept {
    /// The pages, if they are kept.
    pub(crate) fn pages(&self) -> Option<&[Page]> {
        self.0.get().map(Vec::as_slice)
    }

    /// Keeps what was read to its end.
    pub(crate) fn keep(&self, read: Keeper) {
        if read.bytes <= MOST_KEPT {
            // Of two who read at the same time the first keeps.
            let _ = self.0.set(read.pages);
        }
    }
}

/// The pages of a sheet that is being read.
#[derive(Default)]
pub(crate) struct Keeper {
    pages: Vec<Page>,
    bytes: usize,
}

impl Keeper {
    /// Takes a page; what is too much is let go of at once.
    pub(crate) fn add(&mut self, page: Page) {
        self.bytes += page.bytes();
        if self.bytes <= MOST_KEPT {
            self.pages.push(page);
        } else {
            self.pages.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(cells: &[&str]) -> Page {
        let mut page = Page::default();
        for (column, cell) in cells.iter().enumerate() {
            let start = page.text().len();
            page.text().push_str(cell);
            page.end_cell(2 * column, start, CellKind::Number);
        }
        page.end_row(7);
        page
    }

    #[test]
    fn a_cell_left_out_is_empty_and_a_row_that_was_not_ended_is_none() {
        let mut page = page(&["a", "bc"]);
        let start = page.text().len();
        page.text().push('x');
        page.end_cell(0, start, CellKind::Text);
        assert_eq!((page.width(), page.row_bytes()), (1, 1));
        let rows: Vec<_> = page.rows().collect();
        let [(7, row)] = rows[..] else { panic!("{rows:?}") };
        assert_eq!((row.len(), row.get(0), row.get(1), row.get(2)), (3, &b"a"[..], &b""[..], &b"bc"[..]));
        assert_eq!((row.get(3), row.kind(1), row.kind(2)), (&b""[..], CellKind::Text, CellKind::Number));
    }

    #[test]
    fn a_sheet_that_is_too_large_is_not_kept() {
        let (kept, mut keeper) = (Kept::default(), Keeper::default());
        let long = "x".repeat(MOST_KEPT / 3);
        (0..4).for_each(|_| keeper.add(page(&[&long])));
        assert!(keeper.pages.is_empty());
        kept.keep(keeper);
        assert!(kept.pages().is_none());
        kept.keep(Keeper::default());
        assert_eq!(kept.pages().map(<[Page]>::len), Some(0), "a small one is");
    }
}
