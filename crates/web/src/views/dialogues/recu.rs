//! What an institution sees of the dialogues that it was given.

use app::dialogues::{Recu, RecuLigne};
use domain::aci::dialogue::{EtatDialogue, LigneDialogue, PreuveDialogue};
use domain::montant::Montant;
use domain::nombres::{compte, date};

use super::{day, etat_tag, files, indicateur_tag, pour_cent, said, totals};
use crate::views::components::{
    ActionForm, Cell, Column, Definition, EmptyState, Field, FieldKind, Link, Row, Table,
};
use crate::views::page::Page;
use crate::views::sheet::{Acte, Form, Item, Part, SheetView};

/// The list of an institution.
pub fn liste(title: Page, base: &str, all: &[RecuLigne]) -> SheetView {
    let lead = "Les CPTS vous adressent leur dialogue de gestion, année par année. Dites, ligne par ligne, ce que vous acceptez.";
    let mut parts = vec![Part::Lead(lead.into())];
    if all.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun dialogue ne vous est adressé.",
            text: "Chaque CPTS envoie le sien quand son année de contrat est prête.".into(),
            link: None,
        }));
    }
    let acte = |one: &RecuLigne| {
        let mut textes = vec![
            format!(
                "Année {} du contrat, du {} au {}.",
                one.redige.annee,
                date(one.redige.du),
                date(one.redige.au)
            ),
            format!("Envoi {} du {}.", one.envoi.numero, day(one.envoi.at)),
            format!(
                "Compté\u{a0}: {} sur {}.",
                one.redige.totaux.compte.texte(),
                one.redige.totaux.en_jeu.texte()
            ),
        ];
        if one.dialogue.etat == EtatDialogue::Envoye && one.en_attente() > 0 {
            textes.push(format!(
                "{} votre avis.",
                compte(one.en_attente(), "ligne attend", "lignes attendent")
            ));
        }
        let mut acte = Acte::new(one.cpts.clone(), textes);
        acte.url = Some(format!("{base}/{}", one.dialogue.id));
        acte.tag = Some(etat_tag(one.dialogue.etat));
        acte
    };
    parts.push(Part::Actes(all.iter().map(acte).collect()));
    SheetView::new(title, parts)
}

fn facts(recu: &Recu) -> Vec<Definition> {
    let (one, of) = (&recu.ligne, &recu.ligne.redige);
    let version = match of.version {
        0 => "contrat d'origine".to_owned(),
        number => format!("avenant {number}"),
    };
    let mut facts = vec![
        Definition::new("CPTS", of.cpts.clone()),
        Definition::new(
            "Contrat",
            format!("{}, signé le {}, {version}", of.contrat, date(of.termes.signature)),
        ),
        Definition::new("Année", format!("{}, du {} au {}", of.annee, date(of.du), date(of.au))),
        Definition::new("Envoi", format!("{} du {}", one.envoi.numero, day(one.envoi.at))),
        Definition::new("Empreinte du contenu", one.envoi.sha256.clone()),
        Definition::new("En jeu", of.totaux.en_jeu.texte()),
        Definition::new("Compté par la CPTS", of.totaux.compte.texte()),
        Definition::new("Taux", pour_cent(of.totaux.taux())),
    ];
    let accepted: Montant = one.positions.iter().map(|position| position.accepte).sum();
    if !one.positions.is_empty() {
        let text = format!("{} sur {}", accepted.texte(), compte(one.positions.len(), "ligne", "lignes"));
        facts.push(Definition::new("Accepté par vous", text));
    }
    if let Some(done) = &one.dialogue.fiche.cloture {
        facts.push(Definition::new(
            "Retenu",
            format!("{}, évaluation du {}", done.total().texte(), date(done.le)),
        ));
    }
    facts.extend(super::rouvertures(&one.dialogue.fiche));
    facts
}

fn pieces(base: &str, all: &[PreuveDialogue]) -> Table {
    let columns = ["Pièce", "Type", "Date", "Empreinte"].map(Column::text);
    let mut table = Table::new("Les pièces du dossier", columns.to_vec());
    table.rows = all
        .iter()
        .map(|one| {
            let head = Cell::from(format!("{}. {}", one.numero, one.titre));
            let head = if one.alteree {
                head.note("Altérée avant l'envoi\u{a0}: non jointe, elle ne compte pas.")
            } else {
                head.link(format!("{base}/preuves/{}", one.id))
            };
            let print: String = one.sha256.chars().take(16).collect();
            Row::new(head, vec![one.kind.label().into(), date(one.le).into(), print.into()])
        })
        .collect();
    table
}

fn ligne(base: &str, (recu, line): (&Recu, &LigneDialogue), judges: bool) -> Acte {
    let mut acte = Acte::new(format!("{}. {}", line.numero, line.intitule), said(line));
    acte.tag = Some(indicateur_tag(line.etat));
    let proofs = recu.ligne.redige.preuves_de(line);
    acte.liens = proofs
        .map(|one| {
            Link::new(
                format!("Pièce {}\u{a0}: {}", one.numero, one.titre),
                format!("{base}/preuves/{}", one.id),
            )
        })
        .collect();
    let position = recu.ligne.position(line.indicateur);
    acte.textes.push(match position {
        None => "Vous n'avez rien dit de cette ligne.".into(),
        Some(one) => {
            let reason =
                if one.motif.is_empty() { String::new() } else { format!(" Motif\u{a0}: {}", one.motif) };
            format!("Vous acceptez {}, le {}.{reason}", one.accepte.texte(), day(one.at))
        }
    });
    if judges && recu.ligne.dialogue.etat == EtatDialogue::Envoye {
        let url = format!("{base}/lignes/{}", line.indicateur);
        let name = &line.intitule;
        acte.liens.push(Link::new(format!("Se prononcer «\u{a0}{name}\u{a0}»"), url.clone()));
        if let (Some(amount), None) = (line.compte, position) {
            let label = format!("Accepter le montant compté «\u{a0}{name}\u{a0}»");
            let action = ActionForm::new(label, url)
                .with("numero", recu.ligne.envoi.numero.to_string())
                .with("accepte", amount.nu());
            acte.actions = vec![action];
        }
    }
    acte
}

/// One dialogue, as it was frozen.
pub fn un(title: Page, base: &str, recu: &Recu, judges: bool) -> SheetView {
    let of = &recu.ligne.redige;
    let mut parts = vec![Part::Definitions(facts(recu))];
    parts.push(Part::Downloads(files(&format!("{base}/envois/{}", recu.ligne.envoi.numero), true)));
    parts.push(Part::Table("totaux", totals(of)));
    for mission in of.missions.iter().filter(|one| !one.lignes.is_empty()) {
        parts.push(Part::Heading(mission.court.clone()));
        if !mission.texte.is_empty() {
            parts.push(Part::Text(mission.texte.split("\n\n").map(str::to_owned).collect()));
        }
        let lines = mission.lignes.iter().map(|line| ligne(base, (recu, line), judges));
        parts.push(Part::Actes(lines.collect()));
    }
    for one in of.rapport.iter().filter(|one| !one.texte.is_empty()) {
        parts.push(Part::Heading(one.rubrique.label().into()));
        parts.push(Part::Text(one.texte.split("\n\n").map(str::to_owned).collect()));
    }
    if !of.preuves.is_empty() {
        parts.push(Part::Table("pieces", pieces(base, &of.preuves)));
    }
    let before = recu.envois.iter().filter(|one| one.numero != recu.ligne.envoi.numero).rev();
    for one in before {
        parts.push(Part::Heading(format!("Envoi {} du {}", one.numero, day(one.at))));
        parts.push(Part::Downloads(files(&format!("{base}/envois/{}", one.numero), true)));
    }
    SheetView::new(title, parts)
}

/// What the institution accepts of a line.
pub fn position(title: Page, base: &str, (recu, line): (&Recu, &LigneDialogue)) -> SheetView {
    let known = recu.ligne.position(line.indicateur);
    let amount = known.map(|one| one.accepte).or(line.compte).map(Montant::nu).unwrap_or_default();
    let items = vec![
        Item::Hidden("numero", recu.ligne.envoi.numero.to_string()),
        Item::Field(
            Field::new("accepte", "Montant accepté, en euros")
                .value(amount)
                .hint(format!("De zéro à {}.", line.montant.texte()))
                .required(),
        ),
        Item::Field(
            Field::new("motif", "Motif")
                .kind(FieldKind::Area { rows: 4 })
                .value(known.map(|one| one.motif.clone()).unwrap_or_default())
                .hint("Nécessaire si le montant diffère de celui que la CPTS compte. La CPTS le lit."),
        ),
    ];
    let form = Form::new(format!("{base}/lignes/{}", line.indicateur), "Enregistrer la position", items);
    let parts = vec![Part::List(said(line)), Part::Form(form.cancel("Revenir au dialogue", base))];
    SheetView::new(title, parts)
}
