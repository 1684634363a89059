//! What is placed, drawn into a tagged PDF.

use std::num::NonZeroU16;

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, FillRule, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{
    Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind,
    TagTree,
};
use krilla::{Document, SerializeSettings};

use super::Report;
use super::flow::{HEIGHT, Ink, Kind, Mark, Node, Owner, Placed, WIDTH};
use super::font::{Fonts, clean};
use crate::share::ShareError;

/// The report as PDF.
pub(super) fn pdf(report: &Report, fonts: &Fonts, placed: &Placed) -> Result<Vec<u8>, ShareError> {
    let settings = SerializeSettings { enable_tagging: true, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    let mut found: Vec<Vec<Identifier>> = placed.nodes.iter().map(|_| Vec::new()).collect();
    for marks in &placed.pages {
        let size =
            PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| ShareError::Form("no page".to_owned()))?;
        let mut page = document.start_page_with(size);
        let mut surface = page.surface();
        for (owner, mark) in marks {
            let id = surface.start_tagged(tag(*owner, mark));
            draw(&mut surface, fonts, mark);
            surface.end_tagged();
            if let Owner::Node(node) = owner {
                found[*node].push(id);
            }
        }
        surface.finish();
        page.finish();
    }
    document.set_tag_tree(tree(report.language, &placed.nodes, found));
    document.set_metadata(metadata(report));
    document.finish().map_err(|error| ShareError::Form(format!("{error:?}")))
}

fn metadata(report: &Report) -> Metadata {
    let (year, month, day) = report.made_on;
    Metadata::new()
        .title(clean(&report.title))
        .language(report.language.to_owned())
        .creator("Showrunner".to_owned())
        .creation_date(DateTime::new(year).month(month).day(day))
}

fn tag(owner: Owner, mark: &Mark) -> ContentTag<'static> {
    let artifact = |kind| ContentTag::Artifact(Artifact { kind, bbox: None });
    match (owner, mark) {
        (Owner::Decoration, _) => artifact(ArtifactType::Layout),
        (Owner::Foot, _) => artifact(ArtifactType::Footer),
        (Owner::Node(_), Mark::Words { .. }) => {
            ContentTag::Span(SpanTag { lang: None, alt_text: None, expanded: None, actual_text: None })
        }
        (Owner::Node(_), _) => ContentTag::Other,
    }
}

/// The tree readers follow, in the order things were placed in.
fn tree(language: &str, nodes: &[Node], found: Vec<Vec<Identifier>>) -> TagTree {
    let mut groups: Vec<Option<TagGroup>> = nodes
        .iter()
        .zip(found)
        .map(|(node, ids)| {
            let mut group = TagGroup::new(kind(&node.kind));
            ids.into_iter().for_each(|id| group.push(id));
            Some(group)
        })
        .collect();
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    let mut tops = Vec::new();
    // What stands in something comes after it: from the last on, everything finds its place.
    for at in (0..nodes.len()).rev() {
        let Some(group) = groups[at].take() else { continue };
        match nodes[at].parent.and_then(|parent| groups[parent].as_mut()) {
            Some(parent) => parent.children.insert(0, group.into()),
            None => tops.push(group),
        }
    }
    tops.into_iter().rev().for_each(|group| tree.push(group));
    tree
}

fn kind(kind: &Kind) -> TagKind {
    let heading = |level: u16| Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), None).into();
    match kind {
        Kind::Title => heading(1),
        Kind::Heading => heading(2),
        Kind::Paragraph => Tag::P.into(),
        Kind::Table(summary) => Tag::Table.with_summary(Some(summary.clone())).into(),
        Kind::Row => Tag::TR.into(),
        Kind::Head => Tag::TH(TableHeaderScope::Column).into(),
        Kind::Cell => Tag::TD.into(),
        Kind::Figure(says) => Tag::Figure(Some(says.clone())).into(),
    }
}

fn colour(ink: Ink) -> rgb::Color {
    match ink {
        Ink::Full => rgb::Color::new(0x1e, 0x1c, 0x19),
        Ink::Quiet => rgb::Color::new(0x52, 0x4d, 0x45),
        Ink::Hairline => rgb::Color::new(0xc9, 0xc3, 0xb7),
        Ink::Band => rgb::Color::new(0xf0, 0xec, 0xe4),
        Ink::Curve => rgb::Color::new(0x1f, 0x5f, 0xa8),
        Ink::Before => rgb::Color::new(0x6f, 0x69, 0x5e),
    }
}

fn fill(ink: Ink) -> Fill {
    Fill { paint: colour(ink).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
}

fn draw(surface: &mut Surface<'_>, fonts: &Fonts, mark: &Mark) {
    match mark {
        Mark::Words { x, y, size, weight, ink, text } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(*ink)));
            let mut at = *x;
            for run in fonts.runs(*weight, text) {
                surface.draw_glyphs(
                    Point::from_xy(at, *y),
                    &run.glyphs,
                    run.font.clone(),
                    &run.text,
                    *size,
                    false,
                );
                at += run.advance * size;
            }
        }
        Mark::Rectangle { x, y, width, height, ink } => {
            let rectangle = Rect::from_xywh(*x, *y, *width, *height);
            shape(surface, Some(fill(*ink)), None, rectangle.and_then(rectangular));
        }
        Mark::Line { points, width, ink, is_dotted } => {
            let dash = is_dotted.then(|| StrokeDash { array: vec![2.0, 2.5], offset: 0.0 });
            let stroke = Stroke { paint: colour(*ink).into(), width: *width, dash, ..Stroke::default() };
            shape(surface, None, Some(stroke), through(points));
        }
        Mark::Dot { x, y, radius } => shape(surface, Some(fill(Ink::Curve)), None, circle(*x, *y, *radius)),
    }
}

fn shape(surface: &mut Surface<'_>, fill: Option<Fill>, stroke: Option<Stroke>, path: Option<Path>) {
    let Some(path) = path else { return };
    surface.set_fill(fill);
    surface.set_stroke(stroke);
    surface.draw_path(&path);
}

fn rectangular(rectangle: Rect) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(rectangle);
    path.finish()
}

fn through(points: &[(f32, f32)]) -> Option<Path> {
    let mut path = PathBuilder::new();
    for (at, (x, y)) in points.iter().enumerate() {
        if at == 0 { path.move_to(*x, *y) } else { path.line_to(*x, *y) }
    }
    path.finish()
}

fn circle(x: f32, y: f32, radius: f32) -> Option<Path> {
    // How far the handles of a quarter of a circle reach.
    const REACH: f32 = 0.552_285;
    let (r, k) = (radius, radius * REACH);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.cubic_to(x + r, y + k, x + k, y + r, x, y + r);
    path.cubic_to(x - k, y + r, x - r, y + k, x - r, y);
    path.cubic_to(x - r, y - k, x - k, y - r, x, y - r);
    path.cubic_to(x + k, y - r, x + r, y - k, x + r, y);
    path.close();
    path.finish()
}
