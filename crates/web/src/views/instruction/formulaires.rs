//! Forms of the instruction of a dossier.

use app::Institution;
use app::dossier::instruction::Vue;
use domain::dossier::DossierKind;
use domain::dossier::avis::{MotifOpposition, SensAvis};
use domain::dossier::lettre::Redigee;
use domain::nombres::{compte, date};

use super::version::textes;
use crate::views::components::{Choice, Field, FieldKind, Notice, Opt, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};

fn area(name: &'static str, label: &str, hint: &str) -> Field {
    Field::new(name, label).kind(FieldKind::Area { rows: 6 }).hint(hint)
}

fn sheet(page: Page, lead: &str, form: Form, base: &str) -> SheetView {
    let form = form.cancel("Revenir au dossier", base);
    SheetView::new(page, vec![Part::Lead(lead.to_owned()), Part::Form(form)])
}

/// Declares the current version complete.
pub fn complet(page: Page, vue: &Vue, base: &str) -> SheetView {
    let received = Field::new("recu_le", "Reçu le")
        .value(date(vue.today))
        .hint("Le jour de réception par l'agence. Pour un projet de santé, les deux mois partent de ce jour.")
        .required();
    let form =
        Form::new(format!("{base}/complet"), "Déclarer le dossier complet", vec![Item::Field(received)]);
    sheet(page, "Un dossier complet passe en instruction. Vous pourrez alors demander les avis.", form, base)
}

/// Asks a correction on the current version.
pub fn correction(
    page: Page,
    base: &str,
    (depot, numero): (&str, i64),
    (lettre, champ): (Option<&Redigee>, &str),
) -> SheetView {
    let mut items = vec![Item::Hidden("depot", depot.to_owned())];
    let mut options = vec![Opt::new("", "Tout le document", champ.is_empty())];
    if let Some(lettre) = lettre {
        options.extend(lettre.champs().map(|one| Opt::new(&one.cle, &one.titre, one.cle == champ)));
    }
    items.push(Item::Select(Choice::new("champ", "Champ", options)));
    let said = lettre.and_then(|lettre| lettre.champ(champ)).map(textes).unwrap_or_default();
    if said.len() > 1 {
        let mut passages = vec![Opt::new("", "Tout le champ", true)];
        passages.extend(said.iter().map(|text| Opt::new(text, short(text), false)));
        items.push(Item::Select(Choice::new("extrait", "Passage", passages)));
    }
    let hint = "La CPTS lit ce texte tel quel. Dites ce qui manque et où le trouver.";
    items.push(Item::Field(area("texte", "Ce qui est demandé", hint).required()));
    let form = Form::new(format!("{base}/corrections/nouvelle"), "Noter la correction", items);
    let lead = format!(
        "Cette correction porte sur la version {numero}. La CPTS la verra quand vous enverrez toutes les corrections."
    );
    sheet(page, &lead, form, base)
}

/// First words of a passage, for a list.
fn short(text: &str) -> String {
    const MOST: usize = 90;
    match text.char_indices().nth(MOST) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

/// Maintains a correction.
pub fn maintenir(page: Page, base: &str, (url, said): (&str, Vec<String>)) -> SheetView {
    let why = area("mot", "Pourquoi vous la maintenez", "La CPTS lit ce texte tel quel.").required();
    let form = Form::new(url, "Maintenir la correction", vec![Item::Field(why)]);
    let mut view = sheet(page, "Une correction maintenue repart à la CPTS au prochain envoi.", form, base);
    view.parts.insert(1, Part::Text(said));
    view
}

/// Asks opinions.
pub fn saisines(page: Page, base: &str, candidates: &[Institution]) -> SheetView {
    let option = |one: &Institution| Opt::new(one.id.to_string(), &one.name, false).hint(one.kind.label());
    let boxes = Choice::new("institutions", "Institutions", candidates.iter().map(option).collect());
    let form = Form::new(format!("{base}/saisines"), "Demander les avis", vec![Item::Boxes(boxes)]);
    let lead = "Chaque institution cochée lit le dossier et donne son avis. Elle ne voit pas les autres avis avant le sien.";
    sheet(page, lead, form, base)
}

/// Fixes the day of the commission.
pub fn commission(page: Page, vue: &Vue, base: &str) -> SheetView {
    let known = vue.ligne.dossier.fiche.commission.map(date).unwrap_or_default();
    let day = Field::new("commission", "Jour de la commission")
        .value(known)
        .hint("Aujourd'hui ou plus tard, par exemple 15/12/2026.")
        .required();
    let form = Form::new(format!("{base}/commission"), "Enregistrer la date", vec![Item::Field(day)]);
    sheet(page, "Les institutions qui n'ont pas donné leur avis sont relancées avant ce jour.", form, base)
}

/// Gives the opinion of the institution.
pub fn avis(page: Page, vue: &Vue, base: &str) -> SheetView {
    let last = vue.siens.last();
    let option =
        |one: &SensAvis| Opt::new(one.key(), one.label(), last.is_some_and(|last| last.sens == *one));
    let sens = Choice::new("sens", "Avis", SensAvis::ALL.iter().map(option).collect());
    let motif = area(
        "motif",
        "Motif",
        "Demandé, sauf pour un avis favorable. La CPTS le lira dans la lettre de décision.",
    )
    .value(last.map(|last| last.motif.clone()).unwrap_or_default());
    let label = if last.is_some() { "Changer notre avis" } else { "Donner notre avis" };
    let form = Form::new(format!("{base}/avis"), label, vec![Item::Radios(sens), Item::Field(motif)]);
    sheet(
        page,
        "Votre institution peut changer son avis jusqu'à la décision. L'histoire est gardée.",
        form,
        base,
    )
}

/// Records the decision.
pub fn decision(page: Page, vue: &Vue, base: &str) -> SheetView {
    let project = vue.ligne.dossier.kind == DossierKind::ProjetSante;
    let no = if project { "S'opposer au projet" } else { "Refuser le dossier" };
    let options = vec![Opt::new("oui", "Accepter le dossier", false), Opt::new("non", no, false)];
    let mut items = vec![Item::Radios(Choice::new("decision", "Décision", options))];
    if project {
        let option = |one: &MotifOpposition| Opt::new(one.key(), one.label(), false);
        let mut grounds = vec![Opt::new("", "Aucun", true)];
        grounds.extend(MotifOpposition::ALL.iter().map(option));
        items.push(Item::Select(Choice::new("opposition", "Motif d'opposition, s'il y en a une", grounds)));
    }
    let hint = "Demandé pour un refus. La lettre le dit tel quel.";
    items.push(Item::Field(area("motif", "Motif", hint)));
    let mut parts = vec![Part::Lead(
        "La décision produit la lettre conjointe. Elle ne change plus, et la CPTS la reçoit.".into(),
    )];
    if vue.attendus > 0 {
        let said = format!("{}.", compte(vue.attendus, "avis n'est pas rendu", "avis ne sont pas rendus"));
        parts.push(Part::Notice(Notice::new(Tone::Attention, said)));
        let hint = "La lettre le dit en face des avis non rendus.";
        items.push(Item::Field(area("sans_avis", "Pourquoi décider sans ces avis", hint)));
    }
    let form = Form::new(format!("{base}/decision"), "Enregistrer la décision", items);
    parts.push(Part::Form(form.cancel("Revenir au dossier", base)));
    SheetView::new(page, parts)
}
