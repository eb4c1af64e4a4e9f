//! Atkinson Hyperlegible Next, read once.

use std::sync::LazyLock;

use domain::nombres::FINE;
use typst::foundations::Bytes;
use typst::text::{Font, FontBook};

/// The files.
pub const FILES: [&[u8]; 4] = [
    include_bytes!("../../assets/dist/fonts/AtkinsonHyperlegibleNext-Regular.ttf"),
    include_bytes!("../../assets/dist/fonts/AtkinsonHyperlegibleNext-Italic.ttf"),
    include_bytes!("../../assets/dist/fonts/AtkinsonHyperlegibleNext-SemiBold.ttf"),
    include_bytes!("../../assets/dist/fonts/AtkinsonHyperlegibleNext-Bold.ttf"),
];

/// The four styles.
pub static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FILES.into_iter().flat_map(|file| Font::iter(Bytes::new(file))).collect());

/// Their names and what they cover.
pub fn book() -> FontBook {
    FontBook::from_fonts(FONTS.iter())
}

/// The text with a question mark in the place of each character that the fonts do not hold.
pub fn printable(text: &str) -> String {
    text.chars().filter_map(substitute).collect()
}

fn substitute(char: char) -> Option<char> {
    let covered = FONTS.iter().all(|font| font.info().coverage.contains(char as u32));
    match char {
        _ if covered || char == '\n' => Some(char),
        // Not in the fonts: the typesetter makes it from the ordinary space.
        FINE => Some(FINE),
        '\u{2011}' => Some('-'),
        '→' => Some('>'),
        // Invisible: soft hyphen, zero-width characters, direction marks, other controls.
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0f}' => None,
        _ if char.is_control() => None,
        _ if char.is_whitespace() => Some(' '),
        _ => Some('?'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_is_covered_and_the_rest_is_replaced() {
        let french = "Œuvre à Sète\u{202f}; «\u{a0}été\u{a0}» −12\u{202f}345,6\u{202f}€ n° 2 ’ – … ÿ Ç";
        assert_eq!(printable(french), french);
        assert_eq!(printable("Ville\u{200b} 城 🙂\u{7}"), "Ville ? ?");
    }
}
