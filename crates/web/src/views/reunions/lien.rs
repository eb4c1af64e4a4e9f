//! What somebody who is called sees by a personal link, and the subscription to a calendar.

use app::communaute::reunions::{MaReunion, ReunionVue};
use domain::communaute::{Point, ReunionState};

use super::quand;
use super::show::{answer, choices};
use crate::views::components::{ActionForm, Definition, Field, Notice, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

/// The page of a personal link.
pub fn show(page: Page, of: &MaReunion, action: &str) -> SheetView {
    let reunion = &of.reunion;
    let vue = ReunionVue { reunion: reunion.clone(), groupe: None, zone: of.zone.clone() };
    let mut facts = vec![Definition::new("Date", quand(reunion, &of.zone))];
    let mut said = |term: &str, text: &str| {
        if !text.is_empty() {
            facts.push(Definition::new(term, text));
        }
    };
    said("Groupe", of.groupe.as_deref().unwrap_or_default());
    said("Lieu", &reunion.fiche.lieu);
    said("Visioconférence", reunion.fiche.visio.as_deref().unwrap_or_default());
    let mut parts = vec![Part::Lead(format!("{} vous invite.", of.cpts)), Part::Definitions(facts)];
    match reunion.state {
        ReunionState::Annulee => {
            let notice = Notice::new(Tone::Attention, "Cette réunion est annulée. Vous n'avez rien à faire.");
            let details = (!reunion.fiche.annulation.is_empty()).then(|| reunion.fiche.annulation.clone());
            parts.push(Part::Notice(notice.with_details(details.into_iter().collect())));
        }
        ReunionState::Tenue => parts.push(Part::Text(vec!["Cette réunion est passée.".into()])),
        ReunionState::Sondage => {
            parts.push(Part::Heading("Quelles dates vous conviennent\u{202f}?".into()));
            parts.push(Part::Form(choices(&vue, of.moi.convocation.as_ref(), action.to_owned())));
        }
        ReunionState::Prevue => {
            parts.push(Part::Heading("Votre réponse".into()));
            parts.push(Part::Form(answer(of.moi.reponse(), action.to_owned())));
        }
    }
    if !reunion.fiche.ordre_du_jour.is_empty() && reunion.state == ReunionState::Prevue {
        let point = |point: &Point| match point.minutes {
            0 => point.titre.clone(),
            minutes => format!("{} ({minutes}\u{a0}min)", point.titre),
        };
        parts.push(Part::Heading("Ordre du jour".into()));
        parts.push(Part::List(reunion.fiche.ordre_du_jour.iter().map(point).collect()));
    }
    SheetView::new(page, parts)
}

/// The subscription of a person: whether they have a sheet, whether a calendar works, its address just after it is made.
pub fn subscription(
    page: Page,
    url: &str,
    (has_sheet, works, made): (bool, bool, Option<&str>),
) -> SheetView {
    let mut parts =
        vec![Part::Lead("Votre téléphone peut afficher seul les réunions de vos groupes.".into())];
    if !has_sheet {
        let text = "Votre compte n'est relié à aucune fiche de la communauté. Demandez-le à la coordination.";
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
        return SheetView::new(page, parts);
    }
    if let Some(address) = made {
        parts.push(Part::Notice(Notice::new(
            Tone::Success,
            "Copiez cette adresse maintenant\u{a0}: elle ne sera plus affichée.",
        )));
        let field = Field::new("adresse", "Adresse de votre agenda").value(address);
        let hint = "Collez-la dans votre application d'agenda, à «\u{a0}S'abonner par une adresse\u{a0}».";
        parts.push(Part::Form(
            Form::new(url, "Revenir à cette page", vec![Item::Field(field.hint(hint))]).asking(),
        ));
        return SheetView::new(page, parts);
    }
    let label = if works { "Remplacer l'adresse de mon agenda" } else { "Créer l'adresse de mon agenda" };
    parts.push(Part::Form(Form::new(url, label, vec![])));
    if works {
        let notice =
            Notice::new(Tone::Info, "Un agenda est abonné. Une nouvelle adresse remplace l'ancienne.");
        let action = ActionForm::new("Retirer l'adresse de mon agenda", format!("{url}/retirer"));
        parts.push(Part::Notice(notice.with_action(action)));
    }
    SheetView::new(page, parts)
}
