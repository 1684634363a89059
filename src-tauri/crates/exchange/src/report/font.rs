//! The bundled fonts: how wide words are, and which glyphs draw them.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::{Face, UnicodeBuffer};
use unicode_normalization::UnicodeNormalization;

const REGULAR: &[u8] = include_bytes!("../../font/BeVietnamPro-Regular.ttf");
const STRONG: &[u8] = include_bytes!("../../font/BeVietnamPro-SemiBold.ttf");
const THAI: &[u8] = include_bytes!("../../font/NotoSansThai-Regular.ttf");

/// How heavy words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Plain,
    Strong,
}

/// One font: what shapes words and what draws them.
struct Cut {
    face: Face<'static>,
    font: Font,
}

impl Cut {
    fn load(data: &'static [u8]) -> Option<Self> {
        Some(Self { face: Face::from_slice(data, 0)?, font: Font::new(data.into(), 0)? })
    }

    fn has(&self, letter: char) -> bool {
        self.face.glyph_index(letter).is_some()
    }
}

/// The bundled fonts.
pub(super) struct Fonts {
    plain: Cut,
    strong: Cut,
    thai: Cut,
}

/// Words of one font, shaped: glyphs in shares of the size.
pub(super) struct Run {
    pub(super) font: Font,
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    pub(super) advance: f32,
}

/// Composed, on one line, without what no font draws.
pub(super) fn clean(text: &str) -> String {
    text.nfc()
        .filter_map(|letter| match letter {
            '\t' | '\n' | '\r' => Some(' '),
            other if other.is_control() || other == '\u{ad}' => None,
            other => Some(other),
        })
        .collect()
}

impl Fonts {
    pub(super) fn load() -> Option<Self> {
        Some(Self { plain: Cut::load(REGULAR)?, strong: Cut::load(STRONG)?, thai: Cut::load(THAI)? })
    }

    fn cut(&self, weight: Weight, letter: char) -> &Cut {
        let own = match weight {
            Weight::Plain => &self.plain,
            Weight::Strong => &self.strong,
        };
        if own.has(letter) || !self.thai.has(letter) { own } else { &self.thai }
    }

    /// The words in runs of one font each.
    pub(super) fn runs(&self, weight: Weight, text: &str) -> Vec<Run> {
        let mut runs: Vec<(&Cut, String)> = Vec::new();
        for letter in text.chars() {
            let cut = self.cut(weight, letter);
            match runs.last_mut() {
                Some((last, words)) if std::ptr::eq(*last, cut) => words.push(letter),
                _ => runs.push((cut, letter.to_string())),
            }
        }
        runs.into_iter().map(|(cut, text)| shaped(cut, text)).collect()
    }

    /// How wide words are at a size.
    pub(super) fn width(&self, weight: Weight, size: f32, text: &str) -> f32 {
        self.runs(weight, text).iter().map(|run| run.advance).sum::<f32>() * size
    }

    /// Words in lines no wider than `width`; a word that is wider is broken.
    pub(super) fn lines(&self, weight: Weight, size: f32, text: &str, width: f32) -> Vec<String> {
        let text = clean(text);
        let mut lines: Vec<String> = Vec::new();
        let mut line = String::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
            if self.width(weight, size, &longer) <= width {
                line = longer;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            for letter in word.chars() {
                let mut longer = line.clone();
                longer.push(letter);
                if !line.is_empty() && self.width(weight, size, &longer) > width {
                    lines.push(std::mem::replace(&mut line, letter.to_string()));
                } else {
                    line = longer;
                }
            }
        }
        if !line.is_empty() {
            lines.push(line);
        }
        lines
    }
}

fn shaped(cut: &Cut, text: String) -> Run {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&text);
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(&cut.face, &[], buffer);
    let em = cut.font.units_per_em();
    #[expect(clippy::cast_precision_loss, reason = "font units are small numbers")]
    let share = |units: i32| units as f32 / em;
    let infos = shaped.glyph_infos();
    let starts: Vec<usize> = infos.iter().map(|info| info.cluster as usize).collect();
    let ends =
        |at: usize| starts[at..].iter().copied().find(|start| *start > starts[at]).unwrap_or(text.len());
    let mut advance = 0.0;
    let mut glyphs = Vec::with_capacity(infos.len());
    for (at, (info, place)) in infos.iter().zip(shaped.glyph_positions()).enumerate() {
        advance += share(place.x_advance);
        glyphs.push(KrillaGlyph::new(
            GlyphId::new(info.glyph_id),
            share(place.x_advance),
            share(place.x_offset),
            share(place.y_offset),
            share(place.y_advance),
            starts[at]..ends(at),
            None,
        ));
    }
    Run { font: cut.font.clone(), text, glyphs, advance }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_as_wide_as_each_other_and_stacked_accents_have_glyphs() {
        let fonts = Fonts::load().expect("fonts");
        for weight in [Weight::Plain, Weight::Strong] {
            let widths: Vec<f32> =
                "0123456789".chars().map(|digit| fonts.width(weight, 10.0, &digit.to_string())).collect();
            assert!(widths.iter().all(|width| (width - widths[0]).abs() < 0.001), "{widths:?}");
            let accents = "ấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự₫đ";
            assert!(accents.chars().all(|letter| fonts.cut(weight, letter).has(letter)));
        }
        assert!(fonts.cut(Weight::Plain, 'ไ').has('ไ'), "Thai titles are drawn, too");
    }

    #[test]
    fn words_are_broken_into_lines_that_fit() {
        let fonts = Fonts::load().expect("fonts");
        let text = "Kem dưỡng ẩm chuyên sâu cho da khô Siêudàikhôngcókhoảngtrắngnàocả";
        let lines = fonts.lines(Weight::Plain, 10.0, text, 80.0);
        assert!(lines.len() > 3);
        assert!(lines.iter().all(|line| fonts.width(Weight::Plain, 10.0, line) <= 80.0), "{lines:?}");
        assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""), "nothing is lost");
    }
}
