//! A dialogue of two missions, for the tests of this room.

use domain::aci::contrat::Termes;
use domain::aci::contrat::vide;
use domain::aci::dialogue::{
    DialogueRedige, LigneDialogue, MissionDialogue, PreuveDialogue, RubriqueRapport, TexteRapport,
    TotauxDialogue,
};
use domain::aci::indicateur::{EtatIndicateur, Nature, Nombre, SourceValeur, Valeur};
use domain::aci::preuve::{OriginePreuve, TypePreuve};
use domain::aci::taille::Taille;
use domain::ids::{IndicateurId, PreuveId};
use domain::montant::Montant;
use jiff::civil::date;

fn termes() -> Termes {
    vide(date(2025, 4, 15), "avenant-2", Taille::T3).unwrap()
}

fn indicateur(rank: usize) -> IndicateurId {
    format!("00000000-0000-0000-0000-{rank:012}").parse().unwrap()
}

fn ligne(numero: usize, valeur: Option<i64>, preuves: Vec<PreuveId>) -> LigneDialogue {
    let atteint = valeur.map(|value| if value > 0 { Montant::euros(9_000) } else { Montant::ZERO });
    LigneDialogue {
        indicateur: indicateur(numero),
        numero,
        intitule: format!("Indicateur fictif {numero}"),
        objectif: "Réduire".into(),
        nature: Nature::Resultat,
        cible: "au plus 50 patients".into(),
        unite: "patients".into(),
        initiale: Some("219 patients".into()),
        valeur: valeur.map(|value| Valeur::Nombre(Nombre::entier(value))),
        valeur_texte: valeur.map(|value| format!("{value} patients")),
        valeur_le: valeur.map(|_| date(2026, 3, 31)),
        valeur_source: "Requête de la CPAM".into(),
        source: SourceValeur::Cpam,
        avancement: None,
        montant: Montant::euros(9_000),
        atteint,
        compte: atteint.map(|amount| if preuves.is_empty() { Montant::ZERO } else { amount }),
        etat: EtatIndicateur::Engage,
        preuves_demandees: "Données de la CPAM".into(),
        preuves,
        commentaire: "Un commentaire fictif.".into(),
        promesse: String::new(),
        promesse_precedente: String::new(),
    }
}

fn mission(cle: &str, lignes: Vec<LigneDialogue>) -> MissionDialogue {
    MissionDialogue {
        mission: cle.into(),
        titre: format!("Mission {cle}"),
        court: cle.into(),
        debut_prevu: Some(date(2025, 10, 15)),
        debut: Some(date(2025, 10, 15)),
        deploiement_prevu: None,
        deploiement: None,
        fixe: Some(Montant::euros(90_000)),
        variable: None,
        texte: "Ce que la mission a fait.".into(),
        totaux: TotauxDialogue::of(&lignes),
        lignes,
    }
}

/// One indicator shown by a document, one that nothing shows, one without a value.
pub(super) fn dialogue() -> DialogueRedige {
    let preuve = "00000000-0000-0000-0000-000000000007".parse::<PreuveId>().unwrap();
    let missions = vec![
        mission("acces", vec![ligne(1, Some(40), vec![preuve]), ligne(2, Some(30), Vec::new())]),
        mission("parcours", vec![ligne(3, None, Vec::new())]),
    ];
    DialogueRedige {
        cpts: "CPTS de l'Exemple".into(),
        fictif: true,
        contrat: "Contrat ACI".into(),
        version: 0,
        termes: termes(),
        annee: 1,
        du: date(2025, 4, 15),
        au: date(2026, 4, 14),
        jour: date(2026, 4, 20),
        numero: Some(1),
        plan_crise: None,
        crises: Vec::new(),
        totaux: TotauxDialogue::of(missions.iter().flat_map(|one| &one.lignes)),
        missions,
        preuves: vec![PreuveDialogue {
            id: preuve,
            numero: 1,
            kind: TypePreuve::Requete,
            titre: "Requête du 31 mars".into(),
            le: date(2026, 3, 31),
            origine: OriginePreuve::Fichier,
            fichier: "pieces/01-requete.pdf".into(),
            media_type: "application/pdf".into(),
            octets: 1_234,
            sha256: "ab".repeat(32),
            alteree: false,
            indicateurs: vec![indicateur(1)],
        }],
        rapport: [RubriqueRapport::Synthese, RubriqueRapport::Vie, RubriqueRapport::Perspectives]
            .map(|rubrique| TexteRapport { rubrique, texte: String::new() })
            .into(),
    }
}
