//! The files of the board of a region.

use app::region::{LigneSuivi, PopulationLue};
use documents::rapport::{Colonne, Rapport, Tableau, Valeur};
use domain::nombres::date;
use domain::region::stages;
use jiff::civil::Date;
use territory::Atlas;

use super::tableau::Lecture;
use crate::views::region::liste::names;
use crate::views::region::tableau::inhabitants;

fn whole_number(value: Option<f64>) -> Valeur {
    value.map_or(Valeur::Vide, |value| Valeur::Entier(value.round() as i64))
}

fn count(value: usize) -> Valeur {
    Valeur::Entier(i64::try_from(value).unwrap_or(i64::MAX))
}

fn source(lue: &PopulationLue) -> String {
    match lue {
        PopulationLue::Inconnue => String::new(),
        PopulationLue::Typee(typed) => typed.source.clone(),
        PopulationLue::Calculee { sources, .. } => sources.join(" ; "),
    }
}

/// The projects.
pub(super) fn projets(found: &[&LigneSuivi]) -> Tableau {
    let line = |one: &&LigneSuivi| {
        let codes: Vec<String> = one.suivi.fiche.unites.units().map(|unit| unit.to_string()).collect();
        vec![
            one.suivi.nom.clone().into(),
            one.kind.nom.clone().into(),
            one.etape.nom.clone().into(),
            one.suivi.since().map(date).unwrap_or_default().into(),
            one.jours.map_or(Valeur::Vide, Valeur::Entier),
            count(one.communes),
            whole_number(one.population.nombre()),
            source(&one.population).into(),
            names(one).into(),
            one.suivi.fiche.contact.clone().into(),
            one.suivi.fiche.note.clone().into(),
            codes.join(" ").into(),
        ]
    };
    Tableau {
        titre: "Projets".into(),
        colonnes: vec![
            Colonne::mots("Projet", 34),
            Colonne::mots("Type", 8),
            Colonne::mots("Étape", 26),
            Colonne::mots("Depuis le", 12),
            Colonne::nombre("Jours à l'étape", 10),
            Colonne::nombre("Communes", 10),
            Colonne::nombre("Habitants", 12),
            Colonne::mots("Source des habitants", 34),
            Colonne::mots("Départements", 24),
            Colonne::mots("Suivi par", 24),
            Colonne::mots("Note", 40),
            Colonne::mots("Codes des communes et IRIS", 40),
        ],
        lignes: found.iter().map(line).collect(),
        ..Tableau::default()
    }
}

fn etapes(read: &Lecture<'_>, today: Date) -> Tableau {
    let mut lignes = Vec::new();
    for kind in &read.board.etapes.types {
        for line in stages(kind, read.trouves.iter().map(|one| &one.suivi), today) {
            let days = |value: Option<i64>| value.map_or(Valeur::Vide, Valeur::Entier);
            lignes.push(vec![
                kind.nom.clone().into(),
                line.nom.into(),
                count(line.nombre),
                days(line.ages.map(|ages| ages.mediane)),
                days(line.ages.map(|ages| ages.plus_ancien)),
                if line.compte { "oui" } else { "non" }.into(),
            ]);
        }
    }
    Tableau {
        titre: "Étapes".into(),
        colonnes: vec![
            Colonne::mots("Type", 8),
            Colonne::mots("Étape", 28),
            Colonne::nombre("Projets", 10),
            Colonne::nombre("Durée médiane (jours)", 14),
            Colonne::nombre("La plus longue (jours)", 14),
            Colonne::mots("Compte dans l'objectif", 14),
        ],
        lignes,
        ..Tableau::default()
    }
}

fn blanches(read: &Lecture<'_>, atlas: &Atlas) -> Tableau {
    let line = |one: &domain::region::CommuneBlanche| {
        let part = one
            .partie
            .map_or("toute la commune".to_owned(), |(lacking, all)| format!("{lacking} IRIS sur {all}"));
        vec![
            one.code.to_string().into(),
            one.nom.clone().into(),
            atlas.departement_name(one.departement).into(),
            part.into(),
            whole_number(one.habitants),
        ]
    };
    Tableau {
        titre: "Zones blanches".into(),
        avant: inhabitants(&read.couverture.habitants),
        colonnes: vec![
            Colonne::mots("Code", 10),
            Colonne::mots("Commune", 30),
            Colonne::mots("Département", 24),
            Colonne::mots("Ce qui manque", 20),
            Colonne::nombre("Habitants sans projet", 14),
        ],
        lignes: read.couverture.blanches.iter().map(line).collect(),
        ..Tableau::default()
    }
}

fn recouvrements(read: &Lecture<'_>, atlas: &Atlas) -> Tableau {
    let name = |rank: usize| read.comptes.0.get(rank).map(|one| one.suivi.nom.clone()).unwrap_or_default();
    let line = |one: &domain::region::Overlap| {
        let places: Vec<String> = one.unites.units().map(|unit| atlas.unit_name(unit)).collect();
        vec![
            name(one.projets.0).into(),
            name(one.projets.1).into(),
            places.join(", ").into(),
            whole_number(one.habitants),
        ]
    };
    Tableau {
        titre: "Recouvrements".into(),
        colonnes: vec![
            Colonne::mots("Premier projet", 30),
            Colonne::mots("Second projet", 30),
            Colonne::mots("Communes et IRIS communs", 50),
            Colonne::nombre("Habitants", 12),
        ],
        lignes: read.couverture.recouvrements.iter().map(line).collect(),
        ..Tableau::default()
    }
}

/// Everything in one workbook.
pub(super) fn whole(read: &Lecture<'_>, atlas: &Atlas, (author, today): (&str, Date)) -> Rapport {
    Rapport {
        nature: "Tableau régional".into(),
        titre: read.board.nom.clone(),
        auteur: author.to_owned(),
        jour: today,
        faits: vec![format!("Couverture : {}", read.comptes.1)],
        tableaux: vec![
            projets(&read.trouves),
            etapes(read, today),
            blanches(read, atlas),
            recouvrements(read, atlas),
        ],
    }
}
