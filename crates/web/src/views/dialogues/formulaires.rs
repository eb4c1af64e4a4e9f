//! Forms of a yearly dialogue: a value, the report, the sending, the closing and its undoing.

use std::collections::BTreeMap;

use app::Institution;
use app::dialogues::DialogueLu;
use domain::aci::dialogue::{DialogueRedige, LigneDialogue, cle_mission, manques, valeur};
use domain::aci::indicateur::{Forme, Indicateur};
use domain::ids::{IndicateurId, InstitutionId};
use domain::montant::Montant;
use domain::nombres::date;

use super::Lieux;
use crate::views::components::{Choice, Definition, Field, FieldKind, Link, Notice, Opt, Tone};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::wording::dialogues as mots;

/// The field of a value, by the shape of its indicator, with the last one.
fn value_item(one: &Indicateur) -> Item {
    let unit = if one.fiche.unite.is_empty() { String::new() } else { format!(" ({})", one.fiche.unite) };
    let last = one.mesure().map(|mesure| mesure.valeur);
    match one.fiche.forme {
        Forme::OuiNon => {
            use domain::aci::indicateur::Valeur;
            let options = vec![
                Opt::new("", "Pas encore noté", last.is_none()),
                Opt::new("oui", "Oui, c'est fait", last == Some(Valeur::Oui)),
                Opt::new("non", "Non", last == Some(Valeur::Non)),
            ];
            Item::Select(Choice::new("valeur", "Valeur", options))
        }
        Forme::Texte => {
            let text = match last {
                Some(domain::aci::indicateur::Valeur::Propose(amount)) => amount.nu(),
                _ => String::new(),
            };
            let hint = format!("Les parties l'apprécient. Au plus {}.", one.fiche.montant.texte());
            Item::Field(Field::new("valeur", "Montant proposé, en euros").value(text).hint(hint))
        }
        Forme::Seuil { .. } | Forme::Paliers { .. } => {
            let text = match last {
                Some(domain::aci::indicateur::Valeur::Nombre(value)) => value.to_string(),
                _ => String::new(),
            };
            let field = Field::new("valeur", format!("Valeur{unit}")).value(text);
            Item::Field(field.hint("En chiffres, par exemple 72,4. Laissez vide si elle n'est pas connue."))
        }
    }
}

fn about(line: &LigneDialogue) -> Vec<Definition> {
    let mut facts = vec![
        Definition::new("Cible", line.cible.clone()),
        Definition::new("En jeu", line.montant.texte()),
        Definition::new("D'où vient la valeur", line.source.label()),
    ];
    if let Some(start) = &line.initiale {
        facts.push(Definition::new("Au départ", start.clone()));
    }
    if !line.preuves_demandees.is_empty() {
        facts.push(Definition::new("Preuves demandées", line.preuves_demandees.clone()));
    }
    if !line.promesse_precedente.is_empty() {
        facts.push(Definition::new("Promis l'an dernier", line.promesse_precedente.clone()));
    }
    facts
}

fn history(one: &Indicateur) -> Vec<Part> {
    if one.fiche.mesures.len() < 2 {
        return Vec::new();
    }
    let said = one.fiche.mesures.iter().rev().map(|mesure| {
        let source = if mesure.source.is_empty() { String::new() } else { format!(", {}", mesure.source) };
        format!("{}\u{a0}: {}{source}.", date(mesure.le), valeur(mesure.valeur, &one.fiche.unite))
    });
    vec![Part::Heading("Valeurs notées, la dernière compte".into()), Part::List(said.collect())]
}

/// The value of an indicator and what is said of it. `vault`: where evidence is added, for who may.
pub fn indicateur(
    title: Page,
    lieux: Lieux<'_>,
    (one, line): (&Indicateur, &LigneDialogue),
    vault: bool,
) -> SheetView {
    let last = one.mesure();
    let items = vec![
        Item::Hidden("version", one.version.to_string()),
        value_item(one),
        Item::Field(
            Field::new("le", "Date de la valeur")
                .value(last.map(|last| date(last.le)).unwrap_or_default())
                .hint("Le jour que la valeur décrit. Par exemple 31/12/2026."),
        ),
        Item::Field(
            Field::new("source", "Source")
                .value(last.map(|last| last.source.clone()).unwrap_or_default())
                .hint("Par exemple\u{a0}: requête de la CPAM, feuille de suivi."),
        ),
        Item::Field(
            Field::new("commentaire", "Commentaire")
                .kind(FieldKind::Area { rows: 4 })
                .value(one.fiche.commentaire.clone())
                .hint("Ce qui explique le résultat. Aucun nom de patient."),
        ),
        Item::Field(
            Field::new("promesse", "Promesse pour l'an prochain")
                .kind(FieldKind::Area { rows: 3 })
                .value(one.fiche.promesse.clone())
                .hint("Elle reviendra dans le prochain dialogue."),
        ),
    ];
    let url = format!("{}/indicateurs/{}", lieux.url, one.id);
    let form = Form::new(url, "Enregistrer la valeur", items).cancel("Revenir au dialogue", lieux.url);
    let mut parts = vec![Part::Definitions(about(line)), Part::Form(form)];
    if vault {
        let add = format!("{}/nouvelle?indicateur={}", lieux.preuves, one.id);
        parts.push(Part::Buttons(vec![Link::new("Ajouter une preuve de cet indicateur", add)]));
    }
    parts.extend(history(one));
    SheetView::new(title, parts)
}

/// The texts of the activity report. `typed`: what was just typed, by key, instead of what is kept.
pub fn rapport(
    title: Page,
    lieux: Lieux<'_>,
    (of, version): (&DialogueRedige, i64),
    typed: &BTreeMap<String, String>,
) -> SheetView {
    let area = |cle: String, label: &str, text: &str| {
        let text = typed.get(&cle).map_or(text, String::as_str);
        let field = Field::new("texte", label).id(cle.replace('.', "-"));
        Item::Typed(field.kind(FieldKind::Area { rows: 6 }).value(text), cle)
    };
    let mut items = vec![Item::Hidden("version", version.to_string())];
    for one in &of.rapport {
        items.push(area(one.rubrique.key().to_owned(), one.rubrique.label(), &one.texte));
    }
    items.push(Item::Titre("Mission par mission".into()));
    let signed = of.missions.iter().filter(|one| of.termes.mission(&one.mission).is_some());
    for one in signed {
        items.push(area(cle_mission(&one.mission), &one.court, &one.texte));
    }
    let form = Form::new(format!("{}/rapport", lieux.url), "Enregistrer le rapport", items);
    let lead = "Le rapport reprend seul les chiffres, les montants et les preuves. Écrivez ici ce que les chiffres ne disent pas. Aucun nom de patient.";
    let parts = vec![Part::Lead(lead.into()), Part::Form(form.cancel("Revenir au dialogue", lieux.url))];
    SheetView::new(title, parts)
}

/// What is about to be sent, and to whom.
pub fn envoyer(
    title: Page,
    lieux: Lieux<'_>,
    lu: &DialogueLu,
    (institutions, ticked): (&[Institution], &[InstitutionId]),
) -> SheetView {
    let of = &lu.redige;
    let lead = "Le dossier part tel qu'il est\u{a0}: valeurs, montants, preuves, rapport. Il est figé avec son empreinte. Un changement demande un nouvel envoi.";
    let mut parts = vec![Part::Lead(lead.into())];
    let lacks = manques(of);
    if lacks.is_empty() {
        parts.push(Part::Notice(Notice::new(Tone::Good, "Rien ne manque au dossier.")));
    } else {
        let all = lacks.iter().map(|one| mots::manque(of, one)).collect();
        let text = "Vous pouvez envoyer, mais il reste ces points.";
        parts.push(Part::Notice(Notice::new(Tone::Attention, text).with_details(all)));
    }
    parts.push(Part::Definitions(vec![
        Definition::new("En jeu", of.totaux.en_jeu.texte()),
        Definition::new("Compté", of.totaux.compte.texte()),
        Definition::new("Pièces jointes", of.preuves.iter().filter(|one| !one.alteree).count().to_string()),
    ]));
    if institutions.is_empty() {
        let text = "Aucune CPAM ni ARS n'est inscrite sur ce Maillage. Demandez à la personne qui l'exploite de les ajouter.";
        parts.push(Part::Notice(Notice::new(Tone::Attention, text)));
        return SheetView::new(title, parts);
    }
    let there = |id| lu.ouverts().any(|(one, _)| one.institution == id);
    let options = institutions
        .iter()
        .map(|one| {
            let selected = ticked.contains(&one.id) || there(one.id);
            Opt::new(one.id.to_string(), one.name.clone(), selected).hint(one.kind.label())
        })
        .collect();
    let items = vec![Item::Boxes(Choice::new("institutions", "À qui l'envoyer", options))];
    let form = Form::new(format!("{}/envoyer", lieux.url), "Envoyer le dossier", items);
    parts.push(Part::Form(form.cancel("Revenir au dialogue", lieux.url)));
    SheetView::new(title, parts)
}

/// What an amount is proposed from: what every institution accepts, when they all accept the same; nothing otherwise.
fn proposed(lu: &DialogueLu, line: &LigneDialogue) -> Option<Montant> {
    let mut amounts = lu.positions_de(line.indicateur).map(|one| one.accepte);
    let first = amounts.next()?;
    amounts.all(|one| one == first).then_some(first)
}

fn retained(lu: &DialogueLu, line: &LigneDialogue, typed: Option<&String>) -> Item {
    let counted = line.compte.map_or("non disponible".into(), Montant::texte);
    let said: Vec<String> = lu
        .positions_de(line.indicateur)
        .map(|one| super::accepts(lu.nom(one.institution), one.accepte, &one.motif))
        .collect();
    let hint = format!("Compté\u{a0}: {counted}, sur {}. {}", line.montant.texte(), said.join(" "));
    let value = typed.cloned().or_else(|| proposed(lu, line).map(Montant::nu)).unwrap_or_default();
    let name = format!("retenu-{}", line.indicateur);
    let field = Field::new("retenu", format!("{}. {}", line.numero, line.intitule)).id(name.clone());
    Item::Typed(field.value(value).hint(hint.trim_end()), name)
}

/// The closing: the amount retained for each line of what was last sent.
pub fn cloture(
    title: Page,
    lieux: Lieux<'_>,
    (lu, sent): (&DialogueLu, &DialogueRedige),
    (le, typed): (&str, &BTreeMap<IndicateurId, String>),
) -> SheetView {
    let lead = "Notez le montant retenu pour chaque indicateur, tel que les parties l'ont arrêté. La part variable de l'année devient payable.";
    let day = Field::new("le", "Date de l'évaluation").value(le).hint("Par exemple 15/06/2027.").required();
    let mut items = vec![Item::Field(day)];
    for mission in sent.missions.iter().filter(|one| !one.lignes.is_empty()) {
        items.push(Item::Titre(mission.court.clone()));
        items.extend(mission.lignes.iter().map(|line| retained(lu, line, typed.get(&line.indicateur))));
    }
    let form = Form::new(format!("{}/cloture", lieux.url), "Clore le dialogue", items);
    let parts = vec![Part::Lead(lead.into()), Part::Form(form.cancel("Revenir au dialogue", lieux.url))];
    SheetView::new(title, parts)
}

/// Undoing a closing, with its reason.
pub fn rouvrir(lieux: Lieux<'_>) -> Form {
    let hint =
        "La part variable de l'année attend de nouveau son évaluation. Ce qui était retenu reste écrit.";
    let reason = Field::new("motif", "Pourquoi rouvrir").hint(hint).required();
    let form = Form::new(format!("{}/rouvrir", lieux.url), "Rouvrir le dialogue", vec![Item::Field(reason)]);
    form.folded("Une erreur dans les montants retenus\u{202f}?")
}
