//! Removing the second factors of a person.

use app::organisations::Person;

use super::super::components::Link;
use super::super::page::Page;
use super::super::sheet::{Form, Part, SheetView};

/// Asks before the second factors of a person go, or says why they cannot.
pub fn reset(page: Page, base: &str, person: &Person, refused: Option<&str>) -> SheetView {
    let lead =
        format!("Utile si {} a perdu son téléphone, sa clé d'accès et ses codes de secours.", person.name);
    let mut parts = vec![Part::Lead(lead)];
    match refused {
        Some(why) => {
            parts = vec![Part::Lead(why.to_owned())];
            parts.push(Part::Buttons(vec![Link::new("Revenir à la fiche de la personne", base)]));
        }
        None => {
            parts.push(Part::Text(vec![
                "Vérifiez d'abord de vive voix que la demande vient bien de cette personne.".to_owned(),
                "Ses sessions se terminent. Elle choisira un autre second facteur à sa prochaine connexion."
                    .to_owned(),
                "Un message la prévient. Le journal garde la trace de ce geste.".to_owned(),
            ]));
            let form = Form::new(format!("{base}/second-facteur"), "Retirer le second facteur", Vec::new());
            parts.push(Part::Form(form.danger().cancel("Garder le second facteur", base)));
        }
    }
    SheetView::new(page, parts)
}
