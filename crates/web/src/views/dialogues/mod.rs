//! Yearly dialogues of a contract: the list, and the preparation of one year.

pub mod formulaires;
pub mod recu;

use app::dialogues::DialogueLu;
use domain::aci::contrat::{Alerte, Annee, ContratLu, Horloge};
use domain::aci::dialogue::{
    Accord, Dialogue, DialogueFiche, DialogueRedige, EtatDialogue, LigneDialogue, MissionDialogue,
    TotauxDialogue, accord, manques,
};
use domain::aci::indicateur::{EtatIndicateur, Nombre};
use domain::montant::Montant;
use domain::nombres::{compte, date};

use crate::views::components::{
    ActionForm, Cell, Column, Definition, Download, Link, Notice, Row, Table, Tag, Tone,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Part, SheetView};
use crate::wording::contrats as contrats_mots;
use crate::wording::dialogues as mots;

/// What a person may do with a dialogue of their CPTS.
#[derive(Clone, Copy, Debug)]
pub struct Droits {
    /// Record values, write the report.
    pub edit: bool,
    /// Send and close.
    pub send: bool,
    /// Read the vault.
    pub preuves: bool,
}

/// Where the pages of a dialogue stand.
#[derive(Clone, Copy, Debug)]
pub struct Lieux<'a> {
    /// The dialogue of the year.
    pub url: &'a str,
    /// The vault of the contract.
    pub preuves: &'a str,
}

/// `77,1 %`.
fn pour_cent(value: Option<Nombre>) -> String {
    value.map_or_else(String::new, |value| format!("{value}\u{202f}%"))
}

fn day(at: jiff::Timestamp) -> String {
    date(at.to_zoned(app::paris()).date())
}

fn etat_tag(etat: EtatDialogue) -> Tag {
    let tone = match etat {
        EtatDialogue::Preparation => Tone::Plain,
        EtatDialogue::Envoye => Tone::Info,
        EtatDialogue::Clos => Tone::Good,
    };
    Tag::new(tone, etat.label())
}

/// The years of a contract and their dialogues. `today` says which one runs.
pub fn liste(
    title: Page,
    url: &str,
    (contrat, all): (&ContratLu, &[Dialogue]),
    today: jiff::civil::Date,
) -> SheetView {
    let lead = "Chaque année du contrat finit par un dialogue avec la CPAM et l'ARS. Notez les valeurs et rangez les preuves au fil de l'année\u{a0}: le dossier se fait tout seul.";
    let years: Vec<Annee> = contrat.signes().map(|terms| terms.calendrier()).unwrap_or_default();
    let acte = |year: &Annee| {
        let known = all.iter().find(|one| one.annee == year.numero);
        let mut textes = vec![format!("Du {} au {}.", date(year.du), date(year.au))];
        if year.contains(today) {
            textes.push("C'est l'année en cours.".into());
        }
        if let Some(done) = known.and_then(|one| one.fiche.cloture.as_ref()) {
            textes.push(format!("Évaluée le {}\u{a0}: {} retenus.", date(done.le), done.total().texte()));
        }
        let mut acte = Acte::new(format!("Année {}", year.numero), textes);
        acte.url = Some(format!("{url}/{}", year.numero));
        acte.tag = known.map(|one| etat_tag(one.etat));
        acte
    };
    let parts = vec![Part::Lead(lead.into()), Part::Actes(years.iter().map(acte).collect())];
    SheetView::new(title, parts)
}

/// Amounts of missions, and their sum.
fn totals(of: &DialogueRedige) -> Table {
    let columns = vec![
        Column::text("Mission"),
        Column::number("En jeu"),
        Column::number("Atteint"),
        Column::number("Compté"),
        Column::number("Taux"),
        Column::number("Sans valeur"),
    ];
    let mut table = Table::new("Montants par mission", columns);
    let cells = |sum: &TotauxDialogue| {
        vec![
            Cell::from(sum.en_jeu.texte()),
            sum.atteint.texte().into(),
            sum.compte.texte().into(),
            pour_cent(sum.taux()).into(),
            sum.sans_valeur.to_string().into(),
        ]
    };
    let own = of.missions.iter().filter(|mission| !mission.lignes.is_empty());
    table.rows = own.map(|mission| Row::new(mission.court.clone(), cells(&mission.totaux))).collect();
    table.rows.push(Row::total("Ensemble", cells(&of.totaux)));
    table
}

/// What is said of a line, whoever looks at it.
fn said(ligne: &LigneDialogue) -> Vec<String> {
    let mut said = vec![format!("Cible\u{a0}: {}.", ligne.cible)];
    if let Some(start) = &ligne.initiale {
        said.push(format!("Au départ\u{a0}: {start}."));
    }
    said.push(match (&ligne.valeur_texte, ligne.valeur_le) {
        (Some(value), Some(le)) => {
            let source = if ligne.valeur_source.is_empty() {
                String::new()
            } else {
                format!(", {}", ligne.valeur_source)
            };
            format!("Valeur\u{a0}: {value}, le {}{source}.", date(le))
        }
        _ => "Valeur\u{a0}: non disponible.".into(),
    });
    if let Some(way) = ligne.avancement {
        said.push(format!("Chemin parcouru vers la cible\u{a0}: {}.", pour_cent(Some(way))));
    }
    let counted = match (ligne.compte, ligne.taux()) {
        (Some(amount), Some(rate)) => format!("{}, soit {}", amount.texte(), pour_cent(Some(rate))),
        (Some(amount), None) => amount.texte(),
        (None, _) => "non disponible".into(),
    };
    said.push(format!("En jeu\u{a0}: {}. Compté\u{a0}: {counted}.", ligne.montant.texte()));
    if ligne.is_unproved() {
        said.push("Aucun document daté\u{a0}: rien n'est compté.".into());
    }
    if !ligne.preuves_demandees.is_empty() {
        said.push(format!("Preuves demandées\u{a0}: {}", ligne.preuves_demandees));
    }
    if !ligne.promesse_precedente.is_empty() {
        said.push(format!("Promis l'an dernier\u{a0}: {}", ligne.promesse_precedente));
    }
    if !ligne.commentaire.is_empty() {
        said.push(format!("Commentaire\u{a0}: {}", ligne.commentaire));
    }
    if !ligne.promesse.is_empty() {
        said.push(format!("Promesse pour l'an prochain\u{a0}: {}", ligne.promesse));
    }
    said
}

fn indicateur_tag(etat: EtatIndicateur) -> Tag {
    let tone = match etat {
        EtatIndicateur::Atteint => Tone::Good,
        EtatIndicateur::Partiel | EtatIndicateur::Engage => Tone::Info,
        EtatIndicateur::NonAtteint | EtatIndicateur::Conteste => Tone::Attention,
        EtatIndicateur::NonCommence => Tone::Plain,
    };
    Tag::new(tone, etat.label())
}

/// What an institution accepts, in a sentence.
fn accepts(name: &str, amount: Montant, motif: &str) -> String {
    let reason = if motif.is_empty() { String::new() } else { format!(" Motif\u{a0}: {motif}") };
    format!("{name} accepte {}.{reason}", amount.texte())
}

/// What institutions said of a line of what was sent, and whether they agree.
fn answers(lu: &DialogueLu, ligne: &LigneDialogue) -> (Vec<String>, Option<Accord>) {
    let Some(sent) = lu.envoye.as_ref().and_then(|sent| sent.ligne(ligne.indicateur)) else {
        return (Vec::new(), None);
    };
    let mut said = Vec::new();
    let mut amounts = Vec::new();
    for one in lu.positions_de(ligne.indicateur) {
        said.push(accepts(lu.nom(one.institution), one.accepte, &one.motif));
        amounts.push(one.accepte);
    }
    if sent.compte != ligne.compte {
        let before = sent.compte.map_or("non disponible".into(), Montant::texte);
        said.push(format!(
            "Le dossier envoyé comptait {before}. Envoyez-le de nouveau pour le mettre à jour."
        ));
    }
    if let Some(done) = lu.dialogue.as_ref().and_then(|one| one.fiche.cloture.as_ref())
        && let Some(amount) = done.retenus.get(&ligne.indicateur)
    {
        said.push(format!("Retenu\u{a0}: {}.", amount.texte()));
    }
    (said, Some(accord(sent.compte, &amounts, lu.ouverts().count())))
}

fn ligne(lu: &DialogueLu, ligne: &LigneDialogue, (lieux, droits): (Lieux<'_>, Droits)) -> Acte {
    let mut acte = Acte::new(format!("{}. {}", ligne.numero, ligne.intitule), said(ligne));
    let (answers, agreed) = answers(lu, ligne);
    acte.textes.extend(answers);
    acte.tag = Some(match agreed {
        Some(Accord::Conteste) => indicateur_tag(EtatIndicateur::Conteste),
        _ => indicateur_tag(ligne.etat),
    });
    if droits.preuves {
        let proofs = lu.redige.preuves_de(ligne);
        acte.liens = proofs
            .map(|one| {
                Link::new(
                    format!("Preuve {}\u{a0}: {}", one.numero, one.titre),
                    format!("{}/{}", lieux.preuves, one.id),
                )
            })
            .collect();
    }
    if droits.edit && lu.etat() != EtatDialogue::Clos {
        let label = format!("Noter la valeur «\u{a0}{}\u{a0}»", ligne.intitule);
        acte.liens.push(Link::new(label, format!("{}/indicateurs/{}", lieux.url, ligne.indicateur)));
    }
    acte
}

/// Days of a mission, in a sentence.
fn dates(mission: &MissionDialogue) -> String {
    let start = match (mission.debut, mission.debut_prevu) {
        (Some(le), _) => format!("Commencée le {}", date(le)),
        (None, Some(le)) => format!("Prévue pour le {}, pas commencée", date(le)),
        (None, None) => "Début non signé".into(),
    };
    let full = mission.deploiement.map(|le| format!(", déployée le {}", date(le))).unwrap_or_default();
    format!("{start}{full}.")
}

/// What lacks and what is late: the same page serves in the middle of the year.
fn missing(lu: &DialogueLu, pressing: &[(Alerte, Horloge)]) -> Vec<Part> {
    let lacks = manques(&lu.redige);
    let late: Vec<String> = pressing
        .iter()
        .map(|(alerte, one)| {
            format!(
                "{}\u{a0}: limite le {} ({}).",
                one.quoi.label(),
                date(one.limite),
                contrats_mots::alerte(*alerte)
            )
        })
        .collect();
    let mut parts = Vec::new();
    if !late.is_empty() {
        let said = compte(late.len(), "échéance presse", "échéances pressent");
        parts.push(Part::Notice(Notice::new(Tone::Attention, format!("{said}.")).with_details(late)));
    }
    if !lacks.is_empty() && lu.etat() != EtatDialogue::Clos {
        let said = compte(lacks.len(), "point manque", "points manquent");
        let all = lacks.iter().map(|one| mots::manque(&lu.redige, one)).collect();
        parts.push(Part::Notice(Notice::new(Tone::Info, format!("{said} au dossier.")).with_details(all)));
    }
    parts
}

/// Files of an address, of today or of a sending.
fn files(base: &str, zip: bool) -> Vec<Download> {
    let file = |label: &str, end: &str, format, hint| Download {
        label: label.into(),
        url: format!("{base}/{end}"),
        format,
        hint,
    };
    let mut all = vec![
        file("Dossier du dialogue", "dialogue.pdf", "PDF", "Pour lire et imprimer, avec des signets"),
        file("Indicateurs et montants", "dialogue.xlsx", "XLSX", "Pour un tableur"),
        file("Rapport d'activité", "rapport.docx", "DOCX", "Pour un traitement de texte"),
    ];
    if zip {
        let hint = "Tout le dossier et ses pièces, avec un manifeste à vérifier";
        all.push(file("Dossier complet", "pieces.zip", "ZIP", hint));
    }
    all
}

fn sent(lu: &DialogueLu, lieux: Lieux<'_>, droits: Droits) -> Vec<Part> {
    let mut parts = vec![Part::Heading("Ce qui est envoyé".into())];
    for (one, name) in lu.envois.iter().rev() {
        let by = if name.is_empty() { String::new() } else { format!(" par {name}") };
        parts.push(Part::Text(vec![
            format!("Envoi {} du {}{by}.", one.numero, day(one.at)),
            format!("Empreinte du contenu\u{a0}: {}", one.sha256),
        ]));
        parts.push(Part::Downloads(files(&format!("{}/envois/{}", lieux.url, one.numero), true)));
    }
    let acte = |(one, institution): &(domain::aci::dialogue::Destinataire, app::Institution)| {
        let until = one.until.map(|at| format!(", retiré le {}", day(at))).unwrap_or_default();
        let mut acte =
            Acte::new(institution.name.clone(), vec![format!("Adressé le {}{until}.", day(one.since))]);
        if droits.send && one.until.is_none() && lu.etat() != EtatDialogue::Clos {
            let label = format!("Retirer l'accès «\u{a0}{}\u{a0}»", institution.name);
            let url = format!("{}/destinataires/{}/retirer", lieux.url, one.id);
            acte.actions = vec![ActionForm::new(label, url)];
        }
        acte
    };
    parts.push(Part::Actes(lu.destinataires.iter().map(acte).collect()));
    parts
}

fn doors(lu: &DialogueLu, lieux: Lieux<'_>, droits: Droits) -> Vec<Link> {
    let open = lu.etat() != EtatDialogue::Clos;
    let mut all = Vec::new();
    if droits.edit && open {
        all.push(Link::new("Écrire le rapport d'activité", format!("{}/rapport", lieux.url)));
    }
    if droits.send && open {
        let label = if lu.envois.is_empty() { "Envoyer le dossier" } else { "Envoyer de nouveau le dossier" };
        all.push(Link::new(label, format!("{}/envoyer", lieux.url)));
        if !lu.envois.is_empty() {
            all.push(Link::new("Clore le dialogue", format!("{}/cloture", lieux.url)));
        }
    }
    if droits.preuves {
        all.push(Link::new("Ouvrir le coffre des preuves", lieux.preuves));
    }
    all
}

fn facts(lu: &DialogueLu) -> Vec<Definition> {
    let of = &lu.redige;
    let mut facts = vec![
        Definition::new("Année du contrat", format!("{}, du {} au {}", of.annee, date(of.du), date(of.au))),
        Definition::new("État", lu.etat().label()),
        Definition::new("En jeu", of.totaux.en_jeu.texte()),
        Definition::new("Atteint", of.totaux.atteint.texte()),
        Definition::new("Compté, preuves à l'appui", of.totaux.compte.texte()),
        Definition::new("Preuves", compte(of.preuves.len(), "document", "documents")),
        Definition::new(
            "Plan de crise",
            of.plan_crise.map_or("aucune date notée".into(), |le| format!("daté du {}", date(le))),
        ),
    ];
    if let Some(done) = lu.dialogue.as_ref().and_then(|one| one.fiche.cloture.as_ref()) {
        let text = format!("{}, évaluation du {}", done.total().texte(), date(done.le));
        facts.push(Definition::new("Retenu", text));
    }
    facts.extend(lu.dialogue.iter().flat_map(|one| rouvertures(&one.fiche)));
    facts
}

/// Closings that were undone: what had been retained, and why it is not any more.
fn rouvertures(fiche: &DialogueFiche) -> impl Iterator<Item = Definition> {
    fiche.rouvertures.iter().map(|one| {
        let before = format!("{} retenus le {}", one.cloture.total().texte(), date(one.cloture.le));
        Definition::new(
            format!("Rouvert le {}", day(one.at)),
            format!("{before}. Motif\u{a0}: {}", one.motif),
        )
    })
}

/// The preparation of a year, and what came back of it.
pub fn annee(
    title: Page,
    lieux: Lieux<'_>,
    (lu, pressing): (&DialogueLu, &[(Alerte, Horloge)]),
    droits: Droits,
) -> SheetView {
    let lead = "Indicateur par indicateur\u{a0}: ce qui était prévu, ce qui est fait, ce qui le prouve. Un montant sans preuve ne compte pas.";
    let mut parts = vec![Part::Lead(lead.into()), Part::Definitions(facts(lu))];
    parts.extend(missing(lu, pressing));
    parts.push(Part::Buttons(doors(lu, lieux, droits)));
    if lu.redige.lignes().next().is_none() {
        let text = "Cette année n'a pas d'indicateur. Écrivez-les sur la page de l'année du contrat.";
        parts.push(Part::Text(vec![text.into()]));
    } else {
        parts.push(Part::Table("totaux", totals(&lu.redige)));
    }
    for mission in lu.redige.missions.iter().filter(|one| !one.lignes.is_empty()) {
        parts.push(Part::Heading(mission.court.clone()));
        parts.push(Part::Text(vec![dates(mission)]));
        let lines = mission.lignes.iter().map(|one| ligne(lu, one, (lieux, droits)));
        parts.push(Part::Actes(lines.collect()));
    }
    if lu.etat() != EtatDialogue::Clos {
        parts.push(Part::Heading("Le dossier tel qu'il est aujourd'hui".into()));
        parts.push(Part::Downloads(files(&format!("{}/brouillon", lieux.url), false)));
    }
    if !lu.envois.is_empty() {
        parts.extend(sent(lu, lieux, droits));
    }
    if droits.send && lu.etat() == EtatDialogue::Clos {
        parts.push(Part::Form(formulaires::rouvrir(lieux)));
    }
    SheetView::new(title, parts)
}
