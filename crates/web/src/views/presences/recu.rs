//! The receipt of a signature.

use app::communaute::presences::Recu;
use domain::communaute::PresenceState;
use domain::communaute::presences::{Cadran, motif_label};

use super::super::components::{Definition, Notice, Tone};
use super::super::page::Page;
use super::super::sheet::{Form, Part, SheetView};

fn worth(recu: &Recu) -> Notice {
    let motif = recu.presence.fiche.motif.as_deref().map(motif_label).unwrap_or_default();
    match recu.presence.state {
        PresenceState::Comptee => Notice::new(Tone::Success, "Envoyé. Votre présence est comptée."),
        PresenceState::AConfirmer => {
            let text = format!(
                "Envoyé. Le secrétaire doit confirmer votre présence. Raison\u{a0}: {}.",
                motif.to_lowercase()
            );
            Notice::new(Tone::Attention, text)
        }
        PresenceState::Refusee => {
            let text = format!(
                "Votre présence a été refusée. Raison\u{a0}: {}. Parlez-en au secrétaire.",
                motif.to_lowercase()
            );
            Notice::new(Tone::Attention, text)
        }
    }
}

/// The page of a receipt.
pub fn page(recu: &Recu, (token, done): (&str, &str), remembers: bool) -> SheetView {
    let mut page = Page::apart(recu.titre.clone()).with_overline("Ma présence").fictitious(recu.fictitious);
    page = match done {
        "deja" => {
            page.with_notice(Notice::new(Tone::Info, "Vous aviez déjà signé. Vous comptez une seule fois."))
        }
        "partie" => page.with_notice(Notice::new(Tone::Success, "Votre départ est noté.")),
        _ => page,
    };
    let mut known = vec![Definition::new("Nom", recu.nom.clone())];
    if let Some(seance) = recu.seance {
        let cadran = Cadran::new((seance.debut, seance.fin), recu.zone.clone());
        known.push(Definition::new("Réunion", cadran.seance()));
        known.push(Definition::new("Arrivée", cadran.heure(recu.presence.arrivee)));
        let left =
            recu.presence.depart.map_or_else(|| "à la fin de la réunion".to_owned(), |at| cadran.heure(at));
        known.push(Definition::new("Départ", left));
        known.push(Definition::new("Reçu à", cadran.moment(recu.presence.recue_at)));
    }
    let mut parts = vec![Part::Notice(worth(recu)), Part::Definitions(known)];
    if !recu.connue {
        parts.push(Part::Text(vec![
            "La CPTS ne vous connaît pas encore. Le secrétaire créera votre fiche.".into(),
        ]));
    }
    if recu.peut_partir {
        parts.push(Part::Text(vec!["Vous partez avant la fin\u{a0}? Dites-le en sortant.".into()]));
        parts.push(Part::Form(Form::new(
            format!("/presence/recu/{token}/partir"),
            "Noter mon départ",
            Vec::new(),
        )));
    }
    if remembers {
        parts.push(Part::Heading("Ce téléphone se souvient de vous".into()));
        let form = Form::new("/presence/oublier", "Oublier ce téléphone", Vec::new()).danger();
        parts.push(Part::Form(form));
    }
    SheetView::new(page, parts)
}
