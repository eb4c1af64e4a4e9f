//! What a CPTS sees of the instruction of one of its dossiers, and what it answers.

use app::dossier::instruction::Echanges;
use domain::dossier::EtatDossier;
use domain::dossier::correction::{Correction, EtatCorrection};
use domain::nombres::{compte, date};

use super::dossier::{dits, sujet};
use super::{correction_tone, day, histoire, jours, tone};
use crate::views::components::{Definition, EmptyState, Field, FieldKind, Link, Notice, Tag, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};

/// The exchanges about a dossier, whose page is at `base`.
pub fn show(page: Page, one: &Echanges, base: &str, may_file: bool) -> SheetView {
    let mut parts = vec![Part::Definitions(facts(one))];
    if one.depots.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Ce dossier n'est pas encore déposé.",
            text: "Les échanges commencent après le premier dépôt.".into(),
            link: Some(Link::new("Revenir au dossier", base)),
        }));
        return SheetView::new(page, parts);
    }
    parts.extend(todo(one, base, may_file));
    if !one.corrections.is_empty() {
        let actes = one.corrections.iter().map(|correction| acte(one, correction, (base, may_file)));
        parts.push(Part::Heading("Corrections demandées".into()));
        parts.push(Part::Actes(actes.collect()));
    }
    parts.extend(decision(one, base));
    parts.push(Part::Heading("Histoire".into()));
    parts.push(Part::Table("histoire", histoire(&one.dossier.fiche.passages, &one.zone)));
    SheetView::new(page, parts)
}

fn facts(one: &Echanges) -> Vec<Definition> {
    let since =
        one.dossier.fiche.passages.last().map(|last| format!(", depuis le {}", day(last.at, &one.zone)));
    let state = format!("{}{}", one.dossier.etat.label(), since.unwrap_or_default());
    let mut facts = vec![Definition::new("État", state)];
    facts.extend(one.guichet.iter().map(|name| Definition::new("Déposé à", name.clone())));
    if !one.depots.is_empty() {
        facts.push(Definition::new("Jours chez chacun", jours(one.jours)));
    }
    facts.extend(one.dossier.fiche.recu_le.map(|day| Definition::new("Reçu le", date(day))));
    facts.extend(one.dossier.fiche.commission.map(|day| Definition::new("Commission", date(day))));
    facts.extend(one.echeance.map(|day| {
        let text =
            format!("{}. Sans opposition à la fin de ce jour, le projet est réputé validé.", date(day));
        Definition::new("Fin des deux mois", text)
    }));
    facts
}

fn todo(one: &Echanges, base: &str, may_file: bool) -> Vec<Part> {
    if one.dossier.etat != EtatDossier::ACompleter {
        return Vec::new();
    }
    let left = one.sans_reponse();
    let said = match left {
        0 => "Chaque correction a sa réponse. Il reste à déposer la nouvelle version.".to_owned(),
        _ => format!("{} votre réponse.", compte(left, "correction attend", "corrections attendent")),
    };
    let mut parts = vec![Part::Notice(Notice::new(Tone::Attention, said))];
    if may_file {
        parts.push(Part::Buttons(vec![Link::new("Déposer la nouvelle version", format!("{base}/deposer"))]));
    }
    parts
}

fn acte(one: &Echanges, correction: &Correction, (base, may_file): (&str, bool)) -> Acte {
    let title = sujet(correction, one.lettre.as_ref());
    let mut acte = Acte::new(title.clone(), said(one, correction));
    acte.tag = Some(Tag::new(correction_tone(correction.etat), correction.etat.label()));
    if one.dossier.etat != EtatDossier::ACompleter || correction.etat == EtatCorrection::Levee {
        return acte;
    }
    if may_file {
        let verb = if correction.etat.waits_for_cpts() { "Répondre à" } else { "Corriger la réponse à" };
        let label = format!("{verb} «\u{a0}{title}\u{a0}»");
        acte.liens.push(Link::new(label, format!("{base}/echanges/{}/repondre", correction.id)));
    }
    if !correction.champ.is_empty() {
        let label = format!("Écrire le champ «\u{a0}{title}\u{a0}»");
        acte.liens.push(Link::new(label, field_url(one, correction, base)));
    }
    acte
}

/// Where the field is written: the step that holds it.
fn field_url(one: &Echanges, correction: &Correction, base: &str) -> String {
    let parties = one.lettre.iter().flat_map(|lettre| &lettre.parties);
    let mut holding =
        parties.filter(|partie| partie.champs.iter().any(|champ| champ.cle == correction.champ));
    match holding.next() {
        Some(partie) => format!("{base}/ecrire/{}#{}", partie.cle, correction.champ),
        None => format!("{base}/champs/{}", correction.champ),
    }
}

fn said(one: &Echanges, correction: &Correction) -> Vec<String> {
    let numero = one.depots.iter().find(|depot| depot.id == correction.depot).map(|depot| depot.numero);
    dits(correction, numero)
}

fn decision(one: &Echanges, base: &str) -> Vec<Part> {
    if let Some(decision) = &one.decision {
        let word = if decision.acceptee { "Accepté" } else { "Refusé" };
        return vec![
            Part::Heading("Décision".into()),
            Part::Definitions(vec![
                Definition::new("Décision", format!("{word}, le {}", day(decision.at, &one.zone))),
                Definition::new("Référence", decision.fiche.reference.clone()),
                Definition::new("Empreinte de la lettre (SHA-256)", decision.sha256.clone()),
            ]),
            Part::Buttons(vec![Link::new(
                "Télécharger la lettre de décision",
                format!("{base}/echanges/decision.pdf"),
            )]),
        ];
    }
    let last = one.dossier.fiche.passages.last().filter(|_| one.dossier.etat.is_over());
    let tacit = last.filter(|last| !last.motif.is_empty());
    tacit
        .map(|last| {
            let text = format!("Ce projet est {}.", last.motif);
            vec![Part::Notice(Notice::new(tone(one.dossier.etat), text))]
        })
        .unwrap_or_default()
}

/// Answers a correction.
pub fn repondre(page: Page, one: &Echanges, correction: &Correction, base: &str) -> SheetView {
    let known = correction.reponse().map(|tour| tour.texte.clone()).unwrap_or_default();
    let hint = "Dites ce que vous avez changé, ou pourquoi vous ne le changez pas.";
    let field = Field::new("reponse", "Votre réponse").kind(FieldKind::Area { rows: 6 }).value(known);
    let items = vec![Item::Field(field.hint(hint).required())];
    let url = format!("{base}/echanges/{}/repondre", correction.id);
    let form = Form::new(url, "Enregistrer la réponse", items);
    let form = form.cancel("Revenir aux échanges", format!("{base}/echanges"));
    let mut parts = vec![Part::Text(said(one, correction))];
    if !correction.champ.is_empty() {
        let label = "Écrire ce champ du dossier";
        parts.push(Part::Buttons(vec![Link::new(label, field_url(one, correction, base))]));
    }
    parts.push(Part::Form(form));
    SheetView::new(page, parts)
}
