//! Where everything stands: parts flow down the page and on to the next.

use super::font::{Fonts, Weight, clean};
use super::{Curve, Figure, Part, Report};

/// A4 in points.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;
pub(super) const LEFT: f32 = 48.0;
pub(super) const RIGHT: f32 = WIDTH - 48.0;
const TOP: f32 = 52.0;
const BOTTOM: f32 = HEIGHT - 64.0;
const FOOT: f32 = HEIGHT - 36.0;

/// Sizes of words.
const TITLE: f32 = 20.0;
const HEADING: f32 = 12.5;
const TEXT: f32 = 9.5;
pub(super) const SMALL: f32 = 8.0;
const FIGURE: f32 = 13.0;
/// A line is so much higher than its words: accents stand above each other.
pub(super) const LEADING: f32 = 1.42;

/// How strongly something is seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ink {
    Full,
    Quiet,
    Hairline,
    Band,
    Curve,
    Before,
}

/// What something belongs to: a node of the tree readers follow, or nothing they need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Owner {
    Node(usize),
    Decoration,
    Foot,
}

/// What a node of that tree is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Title,
    Heading,
    Paragraph,
    Table(String),
    Row,
    Head,
    Cell,
    Figure(String),
}

/// A node; a row stands in a table, a cell in a row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    pub(super) kind: Kind,
    pub(super) parent: Option<usize>,
}

/// Something drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    Words { x: f32, y: f32, size: f32, weight: Weight, ink: Ink, text: String },
    Rectangle { x: f32, y: f32, width: f32, height: f32, ink: Ink },
    Line { points: Vec<(f32, f32)>, width: f32, ink: Ink, is_dotted: bool },
    Dot { x: f32, y: f32, radius: f32 },
}

/// One page.
pub(super) type Page = Vec<(Owner, Mark)>;

/// Everything placed.
pub(super) struct Placed {
    pub(super) nodes: Vec<Node>,
    pub(super) pages: Vec<Page>,
}

/// Places parts from top to bottom.
pub(super) struct Flow<'a> {
    pub(super) fonts: &'a Fonts,
    nodes: Vec<Node>,
    pages: Vec<Page>,
    /// Where the next thing stands.
    pub(super) y: f32,
}

impl<'a> Flow<'a> {
    pub(super) fn new(fonts: &'a Fonts) -> Self {
        Self { fonts, nodes: Vec::new(), pages: vec![Page::new()], y: TOP }
    }

    pub(super) fn report(&mut self, report: &Report) {
        let title = self.node(Kind::Title, None);
        self.words(title, Weight::Strong, TITLE, Ink::Full, &report.title);
        self.y += 2.0;
        for line in &report.about {
            let node = self.node(Kind::Paragraph, None);
            self.words(node, Weight::Plain, TEXT, Ink::Quiet, line);
        }
        for part in &report.parts {
            self.part(part);
        }
    }

    fn part(&mut self, part: &Part) {
        match part {
            Part::Heading(text) => {
                // A heading alone at the foot of a page belongs to the next one.
                self.room(HEADING * LEADING + 70.0);
                self.y += 16.0;
                let node = self.node(Kind::Heading, None);
                self.words(node, Weight::Strong, HEADING, Ink::Full, text);
                self.y += 3.0;
            }
            Part::Text(text) => self.paragraph(TEXT, Ink::Full, text),
            Part::Note(text) => self.paragraph(SMALL, Ink::Quiet, text),
            Part::Figures(figures) => self.figures(figures),
            Part::Table(table) => self.table(table),
            Part::Curve(curve) => self.curve(curve),
            Part::Break => self.next_page(),
        }
    }

    pub(super) fn node(&mut self, kind: Kind, parent: Option<usize>) -> usize {
        self.nodes.push(Node { kind, parent });
        self.nodes.len() - 1
    }

    pub(super) fn mark(&mut self, owner: Owner, mark: Mark) {
        if let Some(page) = self.pages.last_mut() {
            page.push((owner, mark));
        }
    }

    pub(super) fn next_page(&mut self) {
        self.pages.push(Page::new());
        self.y = TOP;
    }

    /// Makes sure that so much stands on one page; answers whether it is a new one.
    pub(super) fn room(&mut self, height: f32) -> bool {
        let is_full = self.y + height > BOTTOM && self.y > TOP;
        if is_full {
            self.next_page();
        }
        is_full
    }

    fn paragraph(&mut self, size: f32, ink: Ink, text: &str) {
        self.y += 3.0;
        let node = self.node(Kind::Paragraph, None);
        self.words(node, Weight::Plain, size, ink, text);
    }

    /// Words across the page, in as many lines as they need.
    fn words(&mut self, node: usize, weight: Weight, size: f32, ink: Ink, text: &str) {
        let lines = self.fonts.lines(weight, size, text, RIGHT - LEFT);
        let last = lines.len().saturating_sub(1);
        for (at, line) in lines.into_iter().enumerate() {
            self.room(size * LEADING);
            self.y += size * LEADING;
            // The blank between two words stands in the file, too.
            let text = if at < last { format!("{line} ") } else { line };
            let y = self.y - size * 0.36;
            self.mark(Owner::Node(node), Mark::Words { x: LEFT, y, size, weight, ink, text });
        }
    }

    fn figures(&mut self, figures: &[Figure]) {
        const ACROSS: usize = 4;
        self.y += 10.0;
        for row in figures.chunks(ACROSS) {
            self.room(58.0);
            let top = self.y;
            let step = (RIGHT - LEFT) / 4.0;
            self.mark(Owner::Decoration, hairline(LEFT, RIGHT, top));
            for (at, figure) in row.iter().enumerate() {
                let x = LEFT + step * at_f32(at);
                let node = self.node(Kind::Paragraph, None);
                let mut line = |y: f32, size, weight, ink, text: &str| {
                    let fits = self.fonts.lines(weight, size, text, step - 8.0);
                    for (at, text) in fits.into_iter().take(2).enumerate() {
                        let y = y + at_f32(at) * size * 1.25;
                        self.mark(
                            Owner::Node(node),
                            Mark::Words { x, y, size, weight, ink, text: format!("{text} ") },
                        );
                    }
                };
                line(top + 14.0, SMALL, Weight::Plain, Ink::Quiet, &figure.name);
                line(top + 31.0, FIGURE, Weight::Strong, Ink::Full, &figure.value);
                line(top + 43.0, SMALL, Weight::Plain, Ink::Quiet, &figure.note);
            }
            self.y = top + 58.0;
        }
    }

    fn curve(&mut self, curve: &Curve) {
        const PLOT: f32 = 150.0;
        const AXIS: f32 = 44.0;
        self.room(PLOT + 50.0);
        let (left, top) = (LEFT + AXIS, self.y + 22.0);
        let wide = RIGHT - left - 4.0;
        let node = self.node(Kind::Figure(clean(&curve.says)), None);
        let owner = Owner::Node(node);
        let at = |(x, y): (f32, f32)| (left + wide * x, top + PLOT * (1.0 - y));
        for (index, (from, to, number)) in curve.bands.iter().enumerate() {
            let (x, _) = at((*from, 0.0));
            let width = wide * (to - from);
            if index % 2 == 0 {
                self.mark(owner, Mark::Rectangle { x, y: top, width, height: PLOT, ink: Ink::Band });
            }
            if width > 9.0 {
                self.label(owner, x + width / 2.0, top - 5.0, 0.5, number);
            }
        }
        for (up, words) in &curve.up {
            let (_, y) = at((0.0, *up));
            self.mark(owner, hairline(left, left + wide, y));
            self.label(owner, left - 5.0, y + 3.0, 1.0, words);
        }
        self.mark(owner, line(vec![(left, top + PLOT), (left + wide, top + PLOT)], 0.8, Ink::Quiet, false));
        for (across, words) in &curve.across {
            let (x, _) = at((*across, 0.0));
            self.label(owner, x, top + PLOT + 13.0, 0.5, words);
        }
        let path = |points: &[(f32, f32)]| points.iter().map(|point| at(*point)).collect::<Vec<_>>();
        self.mark(owner, line(path(&curve.before), 1.0, Ink::Before, true));
        self.mark(owner, line(path(&curve.points), 1.6, Ink::Curve, false));
        if let Some((x, y, words)) = &curve.peak {
            let (x, y) = at((*x, *y));
            self.mark(owner, Mark::Dot { x, y, radius: 2.6 });
            let is_right = x > left + wide * 0.7;
            let (x, side) = if is_right { (x - 6.0, 1.0) } else { (x + 6.0, 0.0) };
            self.label(owner, x, (y - 3.0).max(top + 8.0), side, words);
        }
        self.y = top + PLOT + 20.0;
    }

    /// Small words at `x`: to its right (0), around it (0.5) or to its left (1).
    fn label(&mut self, owner: Owner, x: f32, y: f32, side: f32, words: &str) {
        let text = clean(words);
        let x = x - self.fonts.width(Weight::Plain, SMALL, &text) * side;
        let text = format!("{text} ");
        self.mark(owner, Mark::Words { x, y, size: SMALL, weight: Weight::Plain, ink: Ink::Quiet, text });
    }

    /// Writes the foot of each page and hands everything over.
    pub(super) fn finish(mut self, foot: &str, numbered: &dyn Fn(usize, usize) -> String) -> Placed {
        let of = self.pages.len();
        let foot = clean(foot);
        for (index, page) in self.pages.iter_mut().enumerate() {
            let number = clean(&numbered(index + 1, of));
            let x = RIGHT - self.fonts.width(Weight::Plain, SMALL, &number);
            let words = |x, text: &str| Mark::Words {
                x,
                y: FOOT,
                size: SMALL,
                weight: Weight::Plain,
                ink: Ink::Quiet,
                text: text.to_owned(),
            };
            page.push((Owner::Decoration, hairline(LEFT, RIGHT, FOOT - 14.0)));
            page.push((Owner::Foot, words(LEFT, &foot)));
            page.push((Owner::Foot, words(x, &number)));
        }
        Placed { nodes: self.nodes, pages: self.pages }
    }
}

/// A thin line across.
pub(super) fn hairline(from: f32, to: f32, y: f32) -> Mark {
    line(vec![(from, y), (to, y)], 0.5, Ink::Hairline, false)
}

const fn line(points: Vec<(f32, f32)>, width: f32, ink: Ink, is_dotted: bool) -> Mark {
    Mark::Line { points, width, ink, is_dotted }
}

/// A small index as a number of the page.
#[expect(clippy::cast_precision_loss, reason = "a page has few rows and columns")]
pub(super) const fn at_f32(at: usize) -> f32 {
    at as f32
}
