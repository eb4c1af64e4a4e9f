//! Refuses social security numbers in every form, whatever its page: the extractor of fields asks here.
//!
//! The law forbids the number outside its legal frame (decree 2019-341), so it is looked for in all that is typed and
//! not only where someone thought of it. What was typed comes back without the number, ready to be sent.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::texte::nir::contains_nir;

use crate::shell::way::{GARDE, SUITE};
use crate::views::components::{Field, FieldKind};
use crate::views::sheet::{Form, Item, Part};
use crate::views::{Page, SheetView};
use crate::wording::SOCIAL_SECURITY;

/// What stands in the place of a number.
const CUT: &str = "[numéro retiré]";
/// Longest piece of text that can be one number, with its separators, in characters.
const WIDEST: usize = 60;
/// Beyond, the whole text is dropped rather than searched: no form of Maillage asks for so much.
const LONGEST: usize = 20_000;

/// Fields that are not looked at, each for a reason.
fn is_exempt(name: &str) -> bool {
    // A password is only kept as a hash. A kept form is looked at when it is sent where it was going.
    name.starts_with("mot_de_passe") || matches!(name, GARDE | SUITE)
}

/// Whether a form holds a number where it should not.
pub(crate) fn is_in(fields: &[(String, String)]) -> bool {
    fields.iter().any(|(name, value)| !is_exempt(name) && contains_nir(value))
}

/// The form again, without the number; 422.
pub(crate) fn refusal(action: &str, fields: &[(String, String)]) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, view(action, fields)).into_response()
}

fn view(action: &str, fields: &[(String, String)]) -> SheetView {
    let mut items = Vec::new();
    let mut rank = 0;
    for (name, value) in fields.iter().filter(|(name, _)| !is_exempt(name)) {
        if contains_nir(value) {
            rank += 1;
            let field = Field::new("texte", format!("Texte à corriger n°\u{a0}{rank}"));
            let field = field.id(format!("texte-{rank}")).value(without(value)).required();
            let field = field.error(Some(SOCIAL_SECURITY.to_owned())).kind(FieldKind::Area { rows: 4 });
            items.push(Item::Typed(field, name.clone()));
        } else {
            items.push(Item::Kept(name.clone(), value.clone()));
        }
    }
    SheetView::new(
        Page::apart("Un numéro de sécurité sociale n'a pas été enregistré"),
        vec![
            Part::Lead("Rien n'a été enregistré par cet envoi.".into()),
            Part::Text(vec![
                "Un texte contient 13 ou 15 chiffres qui ressemblent à un numéro de sécurité sociale.".into(),
                "La loi réserve ce numéro à quelques usages (décret 2019-341). Maillage ne le garde jamais."
                    .into(),
                "Le numéro est retiré ci-dessous. Le reste de ce que vous avez tapé est conservé.".into(),
            ]),
            Part::Form(Form::new(action, "Envoyer sans ce numéro", items).cancel("Aller à l'accueil", "/")),
        ],
    )
}

/// The page with an invented form, for the gallery and the tests of templates.
#[cfg(any(test, debug_assertions))]
pub(crate) fn example() -> SheetView {
    let field = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    view("/", &[field("faits", "Appeler 1 85 05 75 123 456 73 demain"), field("titre", "Appel")])
}

/// A text without its numbers.
fn without(text: &str) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if chars.len() > LONGEST {
        return CUT.to_owned();
    }
    let mut from = 0;
    while contains_nir(&chars.iter().collect::<String>()) {
        let Some((start, end)) = first(&chars, from) else { return CUT.to_owned() };
        chars.splice(start..end, CUT.chars());
        from = start + CUT.chars().count();
    }
    chars.into_iter().collect()
}

/// The first shortest piece from `from` on that holds a number and starts with a digit.
fn first(chars: &[char], from: usize) -> Option<(usize, usize)> {
    for start in (from..chars.len()).filter(|at| chars[*at].is_ascii_digit()) {
        let widest = chars.len().min(start + WIDEST);
        let holds = |end: usize| contains_nir(&chars[start..end].iter().collect::<String>());
        if !holds(widest) {
            continue;
        }
        if let Some(short) = (start + 13..=widest).find(|end| holds(*end)) {
            // A date before the number is not a part of it.
            let late = (start..short).rev().find(|at| {
                chars[*at].is_ascii_digit() && contains_nir(&chars[*at..short].iter().collect::<String>())
            });
            // The key follows the thirteen digits: it goes with them.
            let digits = chars[short..].iter().take_while(|c| c.is_ascii_digit()).count();
            return Some((late.unwrap_or(start), with_key(chars, short + digits)));
        }
    }
    None
}

/// The end of a number once its key of two digits, apart from it, is counted in.
fn with_key(chars: &[char], end: usize) -> usize {
    let gap = chars[end..].iter().take(3).take_while(|c| !c.is_alphanumeric() && **c != '\n').count();
    let key = chars[end + gap..].iter().take_while(|c| c.is_ascii_digit()).count();
    if gap > 0 && key == 2 { end + gap + key } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_goes_and_the_rest_stays() {
        for (typed, kept) in [
            ("Patient 1 85 05 75 123 456 73, à rappeler.", "Patient [numéro retiré], à rappeler."),
            ("1850575123456", "[numéro retiré]"),
            ("a 185057512345673 b 269054958815780 c", "a [numéro retiré] b [numéro retiré] c"),
            ("le 12/10/2023 : 1 95 02 2A 004 123 03", "le 12/10/2023 : [numéro retiré]"),
        ] {
            let cleaned = without(typed);
            assert_eq!(cleaned, kept);
            assert!(!contains_nir(&cleaned));
        }
    }

    #[test]
    fn a_text_that_cannot_be_cleaned_is_dropped() {
        assert_eq!(without(&format!("{}1850575123456", "a ".repeat(LONGEST))), CUT);
    }

    #[test]
    fn passwords_and_kept_forms_are_left_alone() {
        let field = |name: &str| vec![(name.to_owned(), "1850575123456".to_owned())];
        assert!(is_in(&field("faits")));
        assert!(!is_in(&field("mot_de_passe")) && !is_in(&field(GARDE)));
    }
}
