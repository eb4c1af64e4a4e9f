//! What deserves a look in what was just kept: the address of the page that follows names it, and the page says it.

use domain::communaute::saisie::Alerte;
use domain::ids::PersonneId;

use crate::fields::Fields;
use crate::views;
use crate::views::components::{Link, Notice, Tone};
use crate::wording;

/// Name of the parameter.
const ALERTE: &str = "alerte";

/// The address of a sheet, with what deserves a look. Words that were typed stay out of it: the sheet shows them.
pub(in crate::pages) fn with_alertes(url: String, alertes: &[Alerte]) -> String {
    let mut url = url;
    let mut keys: Vec<String> = alertes
        .iter()
        .filter_map(|one| match one {
            // The sheet says it each time that it opens.
            Alerte::Adeli => None,
            Alerte::Commune { typed, .. } if typed.is_empty() => Some("code-postal".to_owned()),
            Alerte::Commune { .. } => Some("commune".to_owned()),
            Alerte::Finess => Some("finess".to_owned()),
            Alerte::Double(other) => Some(other.to_string()),
        })
        .collect();
    keys.dedup();
    for key in keys {
        url.push_str(&format!("&{ALERTE}={key}"));
    }
    url
}

/// Says what the address says, and where two sheets are compared: `doublon` gives the address for another sheet.
pub(in crate::pages) fn announced(
    page: views::Page,
    query: &Fields,
    doublon: impl Fn(PersonneId) -> Option<String>,
) -> views::Page {
    let unread = |typed: &str| Alerte::Commune { rang: 0, typed: typed.to_owned() };
    query.all(ALERTE).fold(page, |page, key| {
        let text = match key {
            "commune" => {
                "La commune d'un lieu n'a pas été reconnue. Elle est gardée dans l'adresse\u{a0}: vérifiez-la."
                    .to_owned()
            }
            "code-postal" => wording::personnes::alerte(&unread("")),
            "finess" => wording::personnes::alerte(&Alerte::Finess),
            other => {
                let Ok(other) = other.parse::<PersonneId>() else { return page };
                let Some(url) = doublon(other) else { return page };
                let text = wording::personnes::alerte(&Alerte::Double(other));
                let notice = Notice::new(Tone::Attention, text);
                return page.with_notice(notice.with_link(Link::new("Comparer les deux fiches", url)));
            }
        };
        page.with_notice(Notice::new(Tone::Attention, text))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_not_in_the_address() {
        let commune = Alerte::Commune { rang: 0, typed: "Nulle-Part".into() };
        let url = with_alertes("/x?fait=ajoutee".into(), &[commune.clone(), commune, Alerte::Finess]);
        assert_eq!(url, "/x?fait=ajoutee&alerte=commune&alerte=finess");
        assert_eq!(with_alertes("/x?fait=ajoutee".into(), &[Alerte::Adeli]), "/x?fait=ajoutee");
    }
}
