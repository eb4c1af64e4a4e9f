//! Names that every system accepts and none takes for a path.

use territory::text::search_key;

/// Longest stem, in characters.
const STEM: usize = 60;
/// Longest extension.
const EXTENSION: usize = 8;

/// `03-statuts-signes.pdf` for the third annex `Statuts (signés).PDF`.
pub fn safe(rank: usize, name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let (stem, extension) = last.rsplit_once('.').unwrap_or((last, ""));
    let key = search_key(stem);
    let kept: String =
        key.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '-' }).collect();
    let words: Vec<&str> = kept.split('-').filter(|word| !word.is_empty()).collect();
    let stem: String = words.join("-").chars().take(STEM).collect();
    let stem = if stem.is_empty() { "document" } else { stem.trim_end_matches('-') };
    let extension: String = extension
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|char| char.to_ascii_lowercase())
        .take(EXTENSION)
        .collect();
    let dot = if extension.is_empty() { "" } else { "." };
    format!("{rank:02}-{stem}{dot}{extension}")
}

/// A name as a line of text shows it: nothing that would begin another line.
pub fn shown(name: &str) -> String {
    name.chars().filter(|char| !char.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_annexes_become_plain_and_keep_their_order() {
        assert_eq!(safe(3, "Statuts (signés).PDF"), "03-statuts-signes.pdf");
        assert_eq!(safe(1, "../../etc/passwd"), "01-passwd");
        assert_eq!(safe(2, "C:\\dossier\\CON\u{202e}.docx"), "02-con.docx");
        assert_eq!(safe(12, "…"), "12-document");
        assert_eq!(safe(4, &"a".repeat(300)), format!("04-{}", "a".repeat(60)));
        assert_eq!(shown("a\nb\u{1b}.pdf"), "ab.pdf");
    }
}
