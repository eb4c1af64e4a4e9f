//! The thread as tables, for the files.

use documents::rapport::{Colonne, Rapport, Tableau, Valeur};
use domain::nombres::compte;
use domain::objectifs::{Fil, FilMission, Noeud};
use jiff::civil::Date;

fn columns() -> Vec<Colonne> {
    vec![
        Colonne::mots("Niveau", 16),
        Colonne::mots("Objectif ou action", 44),
        Colonne::mots("Besoins", 40),
        Colonne::mots("Public", 20),
        Colonne::mots("Pilote", 16),
        Colonne::mots("Calendrier", 16),
        Colonne::mots("Indicateur souhaité", 24),
    ]
}

fn cells(one: &Noeud) -> Vec<Valeur> {
    let besoins = one
        .besoins
        .iter()
        .map(|besoin| format!("{} ({})", besoin.texte, compte(besoin.voix, "personne", "personnes")));
    vec![
        one.niveau.label().into(),
        one.texte.clone().into(),
        besoins.collect::<Vec<_>>().join(" ; ").into(),
        one.cible.clone().into(),
        one.groupe.clone().unwrap_or_default().into(),
        one.calendrier().into(),
        one.indicateur.clone().into(),
    ]
}

fn table(mission: &FilMission) -> Tableau {
    Tableau {
        titre: mission.titre.clone(),
        colonnes: columns(),
        lignes: mission.lignes().into_iter().map(cells).collect(),
        ..Tableau::default()
    }
}

/// One table a mission that has objectives. The needs that wait are counted, not told: the file goes out.
pub(super) fn report((cpts, jour): (&str, Date), fil: &Fil) -> Rapport {
    let waiting = compte(fil.sans_reponse.len(), "besoin sans réponse", "besoins sans réponse");
    Rapport {
        nature: "Objectifs et premières actions".into(),
        titre: cpts.to_owned(),
        auteur: cpts.to_owned(),
        jour,
        faits: vec![waiting],
        tableaux: fil.missions.iter().filter(|one| !one.objectifs.is_empty()).map(table).collect(),
    }
}

/// Every objective, one line each, under its mission.
pub(super) fn flat(fil: &Fil) -> Tableau {
    let mut colonnes = vec![Colonne::mots("Mission", 30)];
    colonnes.extend(columns());
    let lines = fil.missions.iter().flat_map(|mission| {
        let named = |one: &Noeud| {
            let mut line: Vec<Valeur> = vec![mission.titre.clone().into()];
            line.extend(cells(one));
            line
        };
        mission.lignes().into_iter().map(named).collect::<Vec<_>>()
    });
    Tableau { titre: "Objectifs".into(), colonnes, lignes: lines.collect(), ..Tableau::default() }
}
