//! The dialogue as a workbook: missions, indicators, evidence, one line each, numbers as numbers.

use domain::aci::dialogue::{DialogueRedige, LigneDialogue, MissionDialogue};
use domain::aci::indicateur::Nombre;
use domain::montant::Montant;
use domain::nombres::date;

use crate::DocumentError;
use crate::rapport::{Colonne, Rapport, Tableau, Valeur};

fn euros(amount: Option<Montant>) -> Valeur {
    amount.map_or(Valeur::Vide, Valeur::Euros)
}

fn share(percent: Option<Nombre>) -> Valeur {
    percent.map_or(Valeur::Vide, |one| Valeur::Part(one.en_milliemes() as f64 / 100_000.0))
}

fn missions(of: &DialogueRedige) -> Tableau {
    let line = |one: &MissionDialogue| {
        vec![
            one.court.clone().into(),
            one.debut.map(date).unwrap_or_default().into(),
            one.deploiement.map(date).unwrap_or_default().into(),
            euros(one.fixe),
            euros(one.variable),
            Valeur::Euros(one.totaux.en_jeu),
            Valeur::Euros(one.totaux.atteint),
            Valeur::Euros(one.totaux.compte),
            share(one.totaux.taux()),
        ]
    };
    Tableau {
        titre: "Missions".into(),
        colonnes: vec![
            Colonne::mots("Mission", 34),
            Colonne::mots("Début", 12),
            Colonne::mots("Plein déploiement", 12),
            Colonne::nombre("Part fixe", 14),
            Colonne::nombre("Part variable", 14),
            Colonne::nombre("En jeu", 14),
            Colonne::nombre("Atteint", 14),
            Colonne::nombre("Compté", 14),
            Colonne::nombre("Taux", 10),
        ],
        lignes: of.missions.iter().map(line).collect(),
        ..Tableau::default()
    }
}

fn indicateur(of: &DialogueRedige, mission: &MissionDialogue, one: &LigneDialogue) -> Vec<Valeur> {
    let numbers: Vec<String> = of.preuves_de(one).map(|preuve| preuve.numero.to_string()).collect();
    vec![
        Valeur::Entier(i64::try_from(one.numero).unwrap_or_default()),
        mission.court.clone().into(),
        one.objectif.clone().into(),
        one.intitule.clone().into(),
        one.nature.label().into(),
        one.cible.clone().into(),
        one.initiale.clone().unwrap_or_default().into(),
        one.valeur_texte.clone().unwrap_or_default().into(),
        one.valeur_le.map(date).unwrap_or_default().into(),
        one.valeur_source.clone().into(),
        Valeur::Euros(one.montant),
        euros(one.atteint),
        euros(one.compte),
        one.etat.label().into(),
        one.preuves_demandees.clone().into(),
        numbers.join(", ").into(),
        one.commentaire.clone().into(),
        one.promesse_precedente.clone().into(),
        one.promesse.clone().into(),
    ]
}

fn indicateurs(of: &DialogueRedige) -> Tableau {
    let lines = of
        .missions
        .iter()
        .flat_map(|mission| mission.lignes.iter().map(move |line| indicateur(of, mission, line)));
    Tableau {
        titre: "Indicateurs".into(),
        colonnes: vec![
            Colonne::nombre("N°", 6),
            Colonne::mots("Mission", 24),
            Colonne::mots("Objectif", 34),
            Colonne::mots("Indicateur", 44),
            Colonne::mots("Nature", 10),
            Colonne::mots("Cible", 34),
            Colonne::mots("Au départ", 14),
            Colonne::mots("Valeur", 14),
            Colonne::mots("Le", 12),
            Colonne::mots("Source", 24),
            Colonne::nombre("En jeu", 14),
            Colonne::nombre("Atteint", 14),
            Colonne::nombre("Compté", 14),
            Colonne::mots("État", 18),
            Colonne::mots("Justificatifs demandés", 34),
            Colonne::mots("Preuves", 12),
            Colonne::mots("Commentaire", 44),
            Colonne::mots("Promesse de l'an dernier", 34),
            Colonne::mots("Promesse", 34),
        ],
        lignes: lines.collect(),
        ..Tableau::default()
    }
}

fn preuves(of: &DialogueRedige) -> Tableau {
    let lines = of.preuves.iter().map(|one| {
        let numbers: Vec<String> = of
            .lignes()
            .filter(|line| one.indicateurs.contains(&line.indicateur))
            .map(|line| line.numero.to_string())
            .collect();
        vec![
            Valeur::Entier(i64::try_from(one.numero).unwrap_or_default()),
            one.titre.clone().into(),
            one.kind.label().into(),
            date(one.le).into(),
            numbers.join(", ").into(),
            if one.alteree { "Altérée".into() } else { "Intacte".into() },
            one.fichier.clone().into(),
            one.sha256.clone().into(),
        ]
    });
    Tableau {
        titre: "Preuves".into(),
        colonnes: vec![
            Colonne::nombre("N°", 6),
            Colonne::mots("Document", 44),
            Colonne::mots("Nature", 24),
            Colonne::mots("Date", 12),
            Colonne::mots("Indicateurs", 14),
            Colonne::mots("État", 12),
            Colonne::mots("Fichier", 44),
            Colonne::mots("Empreinte SHA-256", 66),
        ],
        lignes: lines.collect(),
        ..Tableau::default()
    }
}

/// The dialogue as a workbook.
///
/// # Errors
/// When the workbook cannot be written, which is a defect of the program.
pub fn dialogue_xlsx(of: &DialogueRedige) -> Result<Vec<u8>, DocumentError> {
    let mut faits = vec![of.contrat.clone(), super::state(of)];
    if of.fictif {
        faits.push("CPTS fictive : ce document n'engage personne.".into());
    }
    let rapport = Rapport {
        nature: "Dialogue de gestion".into(),
        titre: format!("{}, {}", of.cpts, super::annee(of)),
        auteur: of.cpts.clone(),
        jour: of.jour,
        faits,
        tableaux: vec![missions(of), indicateurs(of), preuves(of)],
    };
    rapport.xlsx()
}
