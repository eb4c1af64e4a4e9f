//! The tariffs and rules of the agreement, for whoever reads rules: each amount with its source, and what one version
//! changes.

use domain::aci::regles::{Choix, Regles};
use domain::aci::taille::Taille;
use domain::aci::tarif::{Ecart, Tarif, ecarts, libelle_poste};
use domain::montant::Montant;
use domain::nombres::{date, entier};

use crate::views::components::{Cell, Choice, Column, Opt, Row, Table};
use crate::views::page::Page;
use crate::views::sheet::{Form, Item, Part, SheetView};
use crate::views::wording::spaced;

/// What the page compares.
#[derive(Clone, Copy, Debug)]
pub struct Comparaison {
    /// Size class.
    pub taille: Taille,
    /// Rank of the older version.
    pub avant: usize,
    /// Rank of the newer one.
    pub apres: usize,
}

fn keys(tarif: &Tarif) -> Vec<&str> {
    let mut keys: Vec<&str> = Vec::new();
    for cell in &tarif.cellules {
        if !keys.contains(&cell.poste.as_str()) {
            keys.push(&cell.poste);
        }
    }
    keys
}

fn amounts(tarif: &Tarif) -> Table {
    let mut columns = vec![Column::text("Poste")];
    columns.extend(Taille::ALL.map(|taille| Column::number(taille.code())));
    let mut table = Table::new(format!("{}\u{a0}: montants d'une année de contrat", tarif.libelle), columns);
    let line = |key: &str| {
        let cell = |taille| match tarif.cellule(key, taille) {
            None => Cell::from("selon votre contrat"),
            Some(cell) => Cell::from(cell.montant.texte()).note(cell.confidence.label()),
        };
        Row::new(libelle_poste(key), Taille::ALL.map(cell).to_vec())
    };
    table.rows = keys(tarif).into_iter().map(line).collect();
    table
}

fn sources(tarif: &Tarif) -> Table {
    let columns = ["Poste", "Classes", "Confiance", "Sources"].map(Column::text);
    let mut table =
        Table::new(format!("{}\u{a0}: d'où vient chaque montant", tarif.libelle), columns.to_vec());
    for key in keys(tarif) {
        let cells: Vec<_> = tarif.cellules.iter().filter(|cell| cell.poste == key).collect();
        let mut seen: Vec<(&[String], &str)> = Vec::new();
        for cell in &cells {
            if !seen.contains(&(&cell.sources, cell.note.as_str())) {
                seen.push((&cell.sources, &cell.note));
            }
        }
        for (from, note) in seen {
            let own = cells.iter().filter(|cell| cell.sources == from && cell.note == note);
            let sizes: Vec<&str> = own.clone().map(|cell| cell.taille.code()).collect();
            let sure = own.clone().next().map_or("", |cell| cell.confidence.label());
            let head = Cell::from(libelle_poste(key));
            let head = if note.is_empty() { head } else { head.note(spaced(note)) };
            let from = spaced(&from.join(" ; "));
            table.rows.push(Row::new(head, vec![sizes.join(", ").into(), sure.into(), from.into()]));
        }
    }
    table
}

fn signed(value: Montant) -> String {
    if value > Montant::ZERO { format!("+{}", value.texte()) } else { value.texte() }
}

fn difference(tarifs: &[Tarif], chosen: Comparaison) -> Vec<Part> {
    let (Some(old), Some(new)) = (tarifs.get(chosen.avant), tarifs.get(chosen.apres)) else {
        return Vec::new();
    };
    let opt = |taille: Taille| Opt::new(taille.code(), taille.code(), taille == chosen.taille);
    let sizes = Choice::new("taille", "Classe de taille", Taille::ALL.map(opt).to_vec());
    let form = Form::new("/regles/aci", "Comparer les versions", vec![Item::Select(sizes)]).asking();
    let columns = vec![
        Column::text("Poste"),
        Column::number(old.libelle.clone()),
        Column::number(new.libelle.clone()),
        Column::number("Gain ou perte"),
    ];
    let caption = format!("Ce qu'une CPTS de taille {} gagne ou perd", chosen.taille.code());
    let mut table = Table::new(caption, columns);
    let said = |amount: Option<Montant>| Cell::from(amount.map_or("non disponible".into(), Montant::texte));
    let line = |one: &Ecart| {
        let gain = one.difference().map_or_else(|| "non calculable".into(), signed);
        Row::new(libelle_poste(&one.poste), vec![said(one.avant), said(one.apres), gain.into()])
    };
    table.rows = ecarts(old, new, chosen.taille).iter().map(line).collect();
    let note =
        "Un montant qu'aucune source lue ne donne n'est pas zéro\u{a0}: l'écart n'est alors pas calculé.";
    vec![
        Part::Heading(format!("De «\u{a0}{}\u{a0}» à «\u{a0}{}\u{a0}»", old.libelle, new.libelle)),
        Part::Form(form),
        Part::Table("ecarts", table),
        Part::Text(vec![note.into()]),
    ]
}

fn rules(regles: &Regles) -> Table {
    let columns = ["Règle", "Valeur", "Depuis le", "Confiance", "Sources"].map(Column::text);
    let mut table = Table::new(spaced(&regles.titre), columns.to_vec());
    let number = regles.regles.iter().map(|one| {
        let value = format!("{}\u{202f}{}", entier(one.valeur), one.unite);
        let head = Cell::from(spaced(&one.libelle)).note(spaced(&one.note));
        let from = spaced(&one.sources.join(" ; "));
        let cells =
            vec![value.into(), date(one.en_vigueur).into(), one.confidence.label().into(), from.into()];
        Row::new(head, cells)
    });
    let delays = regles.missions.iter().map(|one| {
        let name = crate::wording::contrats::mission(&one.cle);
        let value =
            format!("{} mois pour commencer, {} mois pour le plein déploiement", one.debut, one.deploiement);
        let from = spaced(&one.sources.join(" ; "));
        let cells = vec![value.into(), "la signature".into(), one.confidence.label().into(), from.into()];
        Row::new(format!("{name}, délais"), cells)
    });
    table.rows = number.chain(delays).collect();
    table
}

fn choices(regles: &Regles) -> Table {
    let columns = ["Question", "Choix par défaut", "Autres lectures"].map(Column::text);
    let mut table = Table::new("Ce que les textes lus ne tranchent pas", columns.to_vec());
    let line = |one: &Choix| {
        let label = |taken: bool| {
            let all = one.options.iter().filter(|option| (option.cle == one.valeur) == taken);
            all.map(|option| option.libelle.clone()).collect::<Vec<_>>().join(" ; ")
        };
        let head = Cell::from(spaced(&one.libelle)).note(spaced(&one.note));
        Row::new(head, vec![spaced(&label(true)).into(), spaced(&label(false)).into()])
    };
    table.rows = regles.choix.iter().map(line).collect();
    table
}

/// The page.
pub fn page(title: Page, (tarifs, regles): (&'static [Tarif], &Regles), chosen: Comparaison) -> SheetView {
    /// Identifiers of the tables, by version.
    const IDS: [(&str, &str); 6] = [
        ("montants-1", "sources-1"),
        ("montants-2", "sources-2"),
        ("montants-3", "sources-3"),
        ("montants-4", "sources-4"),
        ("montants-5", "sources-5"),
        ("montants-6", "sources-6"),
    ];
    let lead = "Les montants de l'accord par version et par classe de taille. Seuls ceux qu'une source donne figurent ici\u{a0}: le contrat signé l'emporte toujours.";
    let mut parts = vec![Part::Lead(lead.into())];
    parts.extend(difference(tarifs, chosen));
    for (tarif, (amounts_id, sources_id)) in tarifs.iter().zip(IDS) {
        parts.push(Part::Heading(spaced(&tarif.libelle)));
        let until = tarif.au.map_or_else(String::new, |last| format!(" au {}", date(last)));
        let from = if tarif.au.is_some() { "Du" } else { "Depuis le" };
        parts.push(Part::Text(vec![
            format!("{}. {from} {}{until}.", spaced(&tarif.texte), date(tarif.du)),
            spaced(&tarif.note),
        ]));
        parts.push(Part::Table(amounts_id, amounts(tarif)));
        parts.push(Part::Table(sources_id, sources(tarif)));
    }
    parts.push(Part::Heading("Délais, avances, seuils".into()));
    parts.push(Part::Table("regles", rules(regles)));
    parts.push(Part::Table("choix", choices(regles)));
    SheetView::new(title, parts)
}
