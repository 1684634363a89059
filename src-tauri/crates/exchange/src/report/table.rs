//! Tables: columns share the width, cells wrap, and the head is said again on each page.

use super::flow::{Flow, Ink, Kind, LEADING, LEFT, Mark, Owner, RIGHT, at_f32, hairline};
use super::font::Weight;
use super::{Table, TableColumn, TableRow};

const SIZE: f32 = 8.5;
const BETWEEN: f32 = 8.0;
const ABOVE: f32 = 4.0;

/// A cell with its lines.
struct Cell {
    x: f32,
    width: f32,
    is_figure: bool,
    lines: Vec<String>,
}

impl Flow<'_> {
    pub(super) fn table(&mut self, table: &Table) {
        self.y += 4.0;
        let node = self.node(Kind::Table(table.summary.clone()), None);
        let titles: Vec<String> = table.columns.iter().map(|column| column.title.clone()).collect();
        let head = self.cells(&table.columns, &titles, Weight::Strong);
        self.room(height(&head) * 3.0);
        self.row(&head, Weight::Strong, Ink::Quiet, Some((node, Kind::Head)));
        for row in &table.rows {
            let weight = if row.is_strong { Weight::Strong } else { Weight::Plain };
            let cells = self.cells(&table.columns, &row.cells, weight);
            if self.room(height(&cells)) {
                // Readers know the head already.
                self.row(&head, Weight::Strong, Ink::Quiet, None);
            }
            self.row(&cells, weight, Ink::Full, Some((node, Kind::Cell)));
        }
        self.y += 4.0;
    }

    fn cells(&self, columns: &[TableColumn], texts: &[String], weight: Weight) -> Vec<Cell> {
        let shares: f32 = columns.iter().map(|column| column.share).sum();
        let wide = RIGHT - LEFT - BETWEEN * at_f32(columns.len().saturating_sub(1));
        let mut x = LEFT;
        let mut cells = Vec::with_capacity(columns.len());
        for (column, text) in columns.iter().zip(texts) {
            let width = wide * column.share / shares;
            let lines = self.fonts.lines(weight, SIZE, text, width);
            cells.push(Cell { x, width, is_figure: column.is_figure, lines });
            x += width + BETWEEN;
        }
        cells
    }

    /// Draws a row; without a table to stand in it is decoration.
    fn row(&mut self, cells: &[Cell], weight: Weight, ink: Ink, within: Option<(usize, Kind)>) {
        let row = within.map(|(table, kind)| (self.node(Kind::Row, Some(table)), kind));
        let top = self.y + ABOVE;
        for cell in cells {
            let owner = match &row {
                Some((row, kind)) => Owner::Node(self.node(kind.clone(), Some(*row))),
                None => Owner::Decoration,
            };
            for (at, line) in cell.lines.iter().enumerate() {
                let own = self.fonts.width(weight, SIZE, line);
                let x = if cell.is_figure { cell.x + cell.width - own } else { cell.x };
                let y = top + SIZE * LEADING * at_f32(at + 1) - SIZE * 0.4;
                let text = format!("{line} ");
                self.mark(owner, Mark::Words { x, y, size: SIZE, weight, ink, text });
            }
        }
        self.y += height(cells);
        self.mark(Owner::Decoration, hairline(LEFT, RIGHT, self.y));
    }
}

fn height(cells: &[Cell]) -> f32 {
    let lines = cells.iter().map(|cell| cell.lines.len()).max().unwrap_or_default().max(1);
    ABOVE * 2.0 + SIZE * LEADING * at_f32(lines)
}

impl TableRow {
    /// A row.
    pub const fn plain(cells: Vec<String>) -> Self {
        Self { cells, is_strong: false }
    }

    /// A sum.
    pub const fn strong(cells: Vec<String>) -> Self {
        Self { cells, is_strong: true }
    }
}

impl TableColumn {
    /// A column of words.
    pub const fn words(title: String, share: f32) -> Self {
        Self { title, share, is_figure: false }
    }

    /// A column of figures.
    pub const fn figures(title: String, share: f32) -> Self {
        Self { title, share, is_figure: true }
    }
}
