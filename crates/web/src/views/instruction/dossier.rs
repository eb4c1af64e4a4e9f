//! One dossier on the desk of an institution.

use app::dossier::instruction::Vue;
use domain::dossier::avis::Avis;
use domain::dossier::correction::{Correction, EtatCorrection};
use domain::dossier::lettre::Redigee;
use domain::dossier::{Depot, EtatDossier, RoleSaisine};
use domain::nombres::{compte, date};

use super::{attente, correction_tone, day, histoire, jours};
use crate::views::components::{ActionForm, Cell, Column, Definition, Link, Notice, Row, Table, Tag, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Part, SheetView};

/// What the person may do here.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Peut {
    /// Check the dossier, ask corrections and opinions.
    pub instruire: bool,
    /// Give the opinion of the institution.
    pub avis: bool,
    /// Record the decision.
    pub decider: bool,
}

/// What surrounds a dossier on its page.
pub struct Autour<'a> {
    /// Address of the dossier.
    pub base: &'a str,
    /// The letter of the current version, for the titles of its fields.
    pub lettre: Option<&'a Redigee>,
    /// What the person may do.
    pub peut: Peut,
}

/// A dossier.
pub fn show(page: Page, vue: &Vue, autour: &Autour<'_>) -> SheetView {
    let mut parts = vec![Part::Definitions(facts(vue))];
    if !vue.ligne.attentes.is_empty() {
        let waiting = vue.ligne.attentes.iter().map(|one| attente(*one)).collect();
        parts.push(Part::Notice(Notice::new(Tone::Info, "Ce dossier vous attend.").with_details(waiting)));
    }
    parts.extend(Some(buttons(vue, autour)).filter(|all| !all.is_empty()).map(Part::Buttons));
    parts.push(Part::Heading("Versions déposées".into()));
    parts.push(Part::Table("versions", versions(vue, autour.base)));
    parts.extend(corrections(vue, autour));
    parts.extend(opinions(vue, autour));
    parts.extend(decision(vue, autour.base));
    parts.push(Part::Heading("Histoire".into()));
    parts.push(Part::Table("histoire", histoire(&vue.ligne.dossier.fiche.passages, &vue.ligne.zone)));
    SheetView::new(page, parts)
}

fn facts(vue: &Vue) -> Vec<Definition> {
    let (ligne, dossier) = (&vue.ligne, &vue.ligne.dossier);
    let since = ligne.depuis.map(|at| format!(", depuis le {}", day(at, &ligne.zone))).unwrap_or_default();
    let mut facts = vec![
        Definition::new("CPTS", ligne.cpts.clone()),
        Definition::new("État", format!("{}{since}", dossier.etat.label())),
        Definition::new("Jours chez chacun", jours(ligne.jours)),
    ];
    let role = match ligne.saisine.role {
        RoleSaisine::Guichet => "Vous conduisez l'instruction",
        RoleSaisine::Avis => "Votre avis est demandé",
    };
    facts.push(Definition::new("Votre rôle", role));
    facts.extend(dossier.fiche.recu_le.map(|day| Definition::new("Reçu le", date(day))));
    facts.extend(dossier.fiche.commission.map(|day| Definition::new("Commission", date(day))));
    facts.extend(ligne.echeance.map(|day| {
        let text =
            format!("{}. Sans opposition à la fin de ce jour, le projet est réputé validé.", date(day));
        Definition::new("Fin des deux mois", text)
    }));
    facts
}

fn buttons(vue: &Vue, autour: &Autour<'_>) -> Vec<Link> {
    let (etat, base) = (vue.ligne.dossier.etat, autour.base);
    let mut all = Vec::new();
    let desk = autour.peut.instruire && vue.is_guichet();
    let held = matches!(etat, EtatDossier::Depose | EtatDossier::EnInstruction);
    if desk && etat == EtatDossier::Depose {
        all.push(Link::new("Déclarer le dossier complet", format!("{base}/complet")));
    }
    if let Some(current) = vue.courante().filter(|_| desk && held) {
        let url = format!("{base}/corrections/nouvelle?depot={}", current.id);
        all.push(Link::new("Demander une correction", url));
    }
    if desk && etat == EtatDossier::EnInstruction && !vue.candidates.is_empty() {
        all.push(Link::new("Demander des avis", format!("{base}/saisines")));
    }
    if desk && held {
        all.push(Link::new("Fixer la commission", format!("{base}/commission")));
    }
    if autour.peut.avis && !vue.is_guichet() && etat == EtatDossier::EnInstruction {
        let label = if vue.siens.is_empty() { "Donner notre avis" } else { "Changer notre avis" };
        all.push(Link::new(label, format!("{base}/avis")));
    }
    if autour.peut.decider && vue.may_decide() && etat == EtatDossier::EnInstruction {
        all.push(Link::new("Enregistrer la décision", format!("{base}/decision")));
    }
    all
}

fn versions(vue: &Vue, base: &str) -> Table {
    let columns = ["Version", "Déposée le", "Empreinte du PDF (SHA-256)", "Annexes"].map(Column::text);
    let mut table = Table::new("Versions, la dernière d'abord", columns.to_vec());
    let row = |(rank, one): (usize, &Depot)| {
        let current = if rank + 1 == vue.depots.len() { ", en cours" } else { "" };
        let head = Cell::from(format!("Version {}{current}", one.numero))
            .link(format!("{base}/versions/{}", one.id));
        let annexes = compte(one.annexes.len(), "annexe", "annexes");
        Row::new(
            head,
            vec![day(one.filed_at, &vue.ligne.zone).into(), one.sha256.clone().into(), annexes.into()],
        )
    };
    table.rows = vue.depots.iter().enumerate().rev().map(row).collect();
    table
}

/// What a correction is about, in the words of the template.
pub fn sujet(one: &Correction, lettre: Option<&Redigee>) -> String {
    if one.champ.is_empty() {
        return "Tout le document".into();
    }
    let title = lettre.and_then(|lettre| lettre.champ(&one.champ)).map(|champ| champ.titre.clone());
    title.unwrap_or_else(|| format!("Champ «\u{a0}{}\u{a0}»", one.champ))
}

/// What was said about a correction, in order.
pub fn dits(one: &Correction, numero: Option<i64>) -> Vec<String> {
    let mut said = Vec::new();
    if !one.fiche.extrait.is_empty() {
        said.push(format!("Passage\u{a0}: «\u{a0}{}\u{a0}»", one.fiche.extrait));
    }
    let on = numero.map(|numero| format!(", sur la version {numero}")).unwrap_or_default();
    said.push(format!("Demandé{on}\u{a0}: {}", one.fiche.texte));
    for tour in &one.fiche.tours {
        let text = match (tour.etat, tour.version) {
            (EtatCorrection::Repondue, Some(version)) => {
                Some(format!("Version {version} déposée sans réponse écrite."))
            }
            (EtatCorrection::Repondue, None) => Some(format!("Réponse\u{a0}: {}", tour.texte)),
            (EtatCorrection::Maintenue, _) => Some(format!("Maintenue\u{a0}: {}", tour.texte)),
            (EtatCorrection::Levee, _) => Some("Levée.".to_owned()),
            (EtatCorrection::Preparee | EtatCorrection::Ouverte, _) => None,
        };
        said.extend(text);
    }
    said
}

fn acte(one: &Correction, vue: &Vue, autour: &Autour<'_>) -> Acte {
    let numero = vue.depots.iter().find(|depot| depot.id == one.depot).map(|depot| depot.numero);
    let title = sujet(one, autour.lettre);
    let mut acte = Acte::new(title.clone(), dits(one, numero));
    acte.tag = Some(Tag::new(correction_tone(one.etat), one.etat.label()));
    let held = matches!(vue.ligne.dossier.etat, EtatDossier::Depose | EtatDossier::EnInstruction);
    if !(autour.peut.instruire && vue.is_guichet() && held) {
        return acte;
    }
    let url = format!("{}/corrections/{}", autour.base, one.id);
    let named = |verb: &str| format!("{verb} «\u{a0}{title}\u{a0}»");
    match one.etat {
        EtatCorrection::Preparee => {
            acte.actions.push(ActionForm::new(named("Retirer"), format!("{url}/retirer")));
        }
        EtatCorrection::Levee => {
            acte.liens.push(Link::new(named("Maintenir"), format!("{url}/maintenir")));
        }
        EtatCorrection::Repondue => {
            acte.actions.push(ActionForm::new(named("Lever"), format!("{url}/lever")));
            acte.liens.push(Link::new(named("Maintenir"), format!("{url}/maintenir")));
        }
        EtatCorrection::Ouverte | EtatCorrection::Maintenue => {
            acte.actions.push(ActionForm::new(named("Lever"), format!("{url}/lever")));
        }
    }
    acte
}

fn corrections(vue: &Vue, autour: &Autour<'_>) -> Vec<Part> {
    if vue.corrections.is_empty() {
        return Vec::new();
    }
    let actes = vue.corrections.iter().map(|one| acte(one, vue, autour)).collect();
    let mut parts = vec![Part::Heading("Corrections".into()), Part::Actes(actes)];
    let ready = |one: &&Correction| matches!(one.etat, EtatCorrection::Preparee | EtatCorrection::Maintenue);
    let count = vue.corrections.iter().filter(ready).count();
    let held = matches!(vue.ligne.dossier.etat, EtatDossier::Depose | EtatDossier::EnInstruction);
    if count > 0 && held && autour.peut.instruire && vue.is_guichet() {
        let said = format!(
            "{} à la CPTS.",
            compte(count, "correction reste à envoyer", "corrections restent à envoyer")
        );
        let action =
            ActionForm::new("Envoyer les corrections", format!("{}/corrections/envoyer", autour.base));
        let details = vec!["L'envoi rend le dossier à la CPTS, qui dépose une nouvelle version.".to_owned()];
        parts
            .push(Part::Notice(Notice::new(Tone::Attention, said).with_details(details).with_action(action)));
    }
    parts
}

fn opinions(vue: &Vue, autour: &Autour<'_>) -> Vec<Part> {
    let asked: Vec<_> = vue.saisines.iter().filter(|(one, _)| one.role == RoleSaisine::Avis).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![Part::Heading("Avis".into())];
    let hidden = !vue.is_guichet() && vue.siens.is_empty();
    if hidden {
        let text = "Les avis des autres institutions se lisent une fois le vôtre donné.";
        parts.push(Part::Notice(Notice::new(Tone::Plain, text)));
    }
    let acte = |(saisine, institution): &&(domain::dossier::Saisine, app::Institution)| {
        let given = vue.avis.iter().find(|one| one.saisine == saisine.id);
        let mut said = vec![format!("Demandé le {}.", day(saisine.since, &vue.ligne.zone))];
        let mut acte = Acte::new(institution.name.clone(), Vec::new());
        match (given, saisine.until) {
            (_, Some(until)) => said.push(format!("Demande close le {}.", day(until, &vue.ligne.zone))),
            (Some(avis), None) => {
                acte.tag = Some(Tag::new(Tone::Info, avis.sens.label()));
                said.push(format!("Rendu le {}. {}", day(avis.at, &vue.ligne.zone), avis.motif));
            }
            (None, None) if hidden => {}
            (None, None) => acte.tag = Some(Tag::new(Tone::Attention, "Attendu")),
        }
        acte.textes = said;
        let open = saisine.until.is_none() && !vue.ligne.dossier.etat.is_over();
        if open && autour.peut.instruire && vue.is_guichet() {
            let label = format!("Clore la demande à «\u{a0}{}\u{a0}»", institution.name);
            let url = format!("{}/saisines/{}/fin", autour.base, saisine.id);
            acte.actions.push(ActionForm::new(label, url));
        }
        acte
    };
    parts.push(Part::Actes(asked.iter().map(acte).collect()));
    if vue.siens.len() > 1 {
        parts.push(Part::Table("siens", siens(&vue.siens, vue)));
    }
    parts
}

fn siens(all: &[Avis], vue: &Vue) -> Table {
    let columns = ["Le", "Avis", "Motif"].map(Column::text);
    let mut table = Table::new("Vos avis successifs, le dernier d'abord", columns.to_vec());
    let row = |one: &Avis| {
        Row::new(day(one.at, &vue.ligne.zone), vec![one.sens.label().into(), one.motif.clone().into()])
    };
    table.rows = all.iter().rev().map(row).collect();
    table
}

fn decision(vue: &Vue, base: &str) -> Vec<Part> {
    let Some(decision) = &vue.decision else { return Vec::new() };
    let word = if decision.acceptee { "Accepté" } else { "Refusé" };
    let facts = vec![
        Definition::new("Décision", format!("{word}, le {}", day(decision.at, &vue.ligne.zone))),
        Definition::new("Référence", decision.fiche.reference.clone()),
        Definition::new("Empreinte de la lettre (SHA-256)", decision.sha256.clone()),
    ];
    vec![
        Part::Heading("Décision".into()),
        Part::Definitions(facts),
        Part::Buttons(vec![Link::new("Télécharger la lettre de décision", format!("{base}/decision.pdf"))]),
    ]
}
