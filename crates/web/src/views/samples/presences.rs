//! Presences, with invented people.

use app::communaute::presences::{
    Appelee, Codes, Connu, Ecran, FeuilleScellee, Porte, Recu, SignerError, Tableau, VersionClose,
};
use domain::communaute::gouvernance::{Quorum, QuorumMode};
use domain::communaute::presences::{Feuille, Jugement, Ligne, Motif, Seance};
use domain::communaute::{
    Moyen, Presence, PresenceFiche, PresenceState, Reunion, ReunionFiche, ReunionKind, ReunionState,
};
use domain::ids::{PersonneId, PresenceId, ReunionId};
use jiff::Timestamp;
use uuid::Uuid;

use super::super::presences::signer::{Saisie, SignerView, court, hors_ligne};
use super::super::presences::{ecran::EcranView, feuille, recu, secretaire, une};
use super::super::{Page, Section};
use super::{Sample, sample};

const CPTS: &str = "CPTS de la Vallée Verte";
const BASE: &str = "/c/vallee-verte/reunions/r1/presences";

fn at(minutes: i64) -> Timestamp {
    // 24 November 2026, 19:00 in Paris.
    Timestamp::from_second(1_795_543_200 + minutes * 60).unwrap_or_default()
}

fn seance() -> Seance {
    Seance { debut: at(0), fin: at(120), a_distance: true }
}

fn page(title: &str) -> Page {
    Page::of_cpts("vallee-verte", CPTS, Section::Communaute, title).with_overline("Réunion d'information")
}

fn ligne(rank: u128, nom: &str, state: PresenceState) -> Ligne {
    let late = state != PresenceState::Comptee;
    Ligne {
        presence: PresenceId(Uuid::from_u128(rank)),
        personne: (rank < 3).then(|| PersonneId(Uuid::from_u128(rank))),
        nom: nom.to_owned(),
        profession: if rank == 2 { String::new() } else { "Infirmier".to_owned() },
        moyen: Moyen::Qr,
        state,
        arrivee: at(2),
        depart: (rank == 1).then(|| at(95)),
        minutes: if rank == 1 { 93 } else { 118 },
        montre_at: Some(at(2)),
        recue_at: at(if late { 220 } else { 2 }),
        motif: late.then(|| Motif::Tardif.key().to_owned()),
        decidee_par: (state == PresenceState::Refusee).then(|| "Camille Fictive".to_owned()),
        decidee_at: (state == PresenceState::Refusee).then(|| at(230)),
        telephone: (rank < 3).then_some(1),
    }
}

fn sheet() -> Feuille {
    Feuille {
        cpts: CPTS.to_owned(),
        titre: "Réunion d'information".to_owned(),
        kind: ReunionKind::Information,
        lieu: "Salle des fêtes de Bassin-Fictif".to_owned(),
        debut: at(0),
        fin: at(120),
        fuseau: None,
        quorum: Some(Quorum {
            mode: QuorumMode::Presents,
            inscrits: 3,
            presents: 2,
            representes: 0,
            requis: 2,
            seconde: false,
            colleges: Vec::new(),
        }),
        lignes: vec![
            ligne(1, "EXEMPLE Anne", PresenceState::Comptee),
            ligne(2, "FICTIF Camille", PresenceState::Comptee),
            ligne(3, "INVENTÉ Sacha", PresenceState::AConfirmer),
            ligne(4, "IMAGINÉ Noa", PresenceState::Refusee),
        ],
    }
}

fn reunion() -> Reunion {
    Reunion {
        id: ReunionId(Uuid::from_u128(1)),
        groupe: None,
        kind: ReunionKind::Information,
        titre: "Réunion d'information".to_owned(),
        state: ReunionState::Prevue,
        debut: Some(at(0)),
        fin: Some(at(120)),
        fiche: ReunionFiche::default(),
        created_at: at(-9000),
        version: 1,
        removed_at: None,
    }
}

fn porte(connu: Connu, jugement: Jugement) -> Porte {
    Porte {
        cpts: CPTS.to_owned(),
        fictitious: true,
        titre: "Réunion d'information".to_owned(),
        lieu: "Salle des fêtes de Bassin-Fictif".to_owned(),
        seance: seance(),
        zone: app::paris(),
        montre_at: at(2),
        jugement,
        connu,
    }
}

fn phones() -> Vec<Sample> {
    let signer = |connu, jugement, saisie| {
        SignerView::new(&porte(connu, jugement), "/presence/x".into(), "jeton".into(), saisie)
    };
    let late = Jugement::AConfirmer(Motif::Tardif);
    let wrong = Saisie { nom: "Exemple".into(), preuve: "1234".into(), ..Saisie::default() };
    let nameless = Saisie { nouveau: true, ..Saisie::default() };
    let known = signer(Connu::Compte("Anne Exemple".into()), Jugement::Comptee, Saisie::default());
    let far = signer(Connu::Telephone("Anne Exemple".into()), Jugement::Comptee, Saisie::default());
    let unknown = signer(Connu::Personne, late, Saisie::default());
    let refused = signer(Connu::Personne, Jugement::Comptee, wrong.refused(&SignerError::NonReconnue));
    let empty = signer(Connu::Personne, Jugement::Comptee, nameless.refused(&SignerError::SansNom));
    vec![
        sample(
            "presence-code",
            "Taper un code court",
            &court("ACD", Some("Ce code n'ouvre aucune réunion.")),
        ),
        sample("presence-compte", "Signer avec son compte", &known),
        sample("presence-distance", "Signer à distance", &far.a_distance()),
        sample("presence-signer", "Signer sans compte", &unknown),
        sample("presence-non-reconnue", "Signer, non reconnu", &refused),
        sample("presence-sans-nom", "Signer comme nouvelle personne, sans nom", &empty),
        sample("presence-hors-ligne", "Signer sans réseau", &hors_ligne()),
    ]
}

fn receipts() -> Vec<Sample> {
    let one = |state, connue: bool, motif: Option<&str>| Recu {
        cpts: CPTS.to_owned(),
        fictitious: true,
        titre: "Réunion d'information".to_owned(),
        seance: Some(seance()),
        zone: app::paris(),
        nom: "Anne Exemple".to_owned(),
        connue,
        presence: Presence {
            id: PresenceId(Uuid::from_u128(1)),
            reunion: ReunionId(Uuid::from_u128(1)),
            personne: connue.then(|| PersonneId(Uuid::from_u128(1))),
            moyen: Moyen::Qr,
            state,
            arrivee: at(2),
            depart: None,
            jeton: "jeton".to_owned(),
            recue_at: at(2),
            fiche: PresenceFiche { motif: motif.map(str::to_owned), ..PresenceFiche::default() },
        },
        peut_partir: state == PresenceState::Comptee,
    };
    let counted = one(PresenceState::Comptee, true, None);
    let waiting = one(PresenceState::AConfirmer, false, Some("inconnu"));
    let refused = one(PresenceState::Refusee, true, Some("absente"));
    vec![
        sample("presence-recu", "Présence comptée", &recu::page(&counted, ("x", "deja"), true)),
        sample("presence-attend", "Présence à confirmer", &recu::page(&waiting, ("x", "signee"), false)),
        sample("presence-refusee", "Présence refusée", &recu::page(&refused, ("x", "partie"), false)),
    ]
}

fn house() -> Vec<Sample> {
    let appelee = |rank: u128, nom: &str| Appelee {
        id: PersonneId(Uuid::from_u128(rank)),
        nom: nom.to_owned(),
        profession: "Médecin".to_owned(),
    };
    let closed = VersionClose {
        version: 2,
        sha256: "0123abcd".repeat(8),
        closed_at: at(240),
        par: "Camille Fictive".to_owned(),
        motif: Some("Une personne oubliée".to_owned()),
    };
    let full = Tableau {
        reunion: reunion(),
        seance: seance(),
        ouverte: true,
        attendues: vec![appelee(11, "ATTENDU Alex"), appelee(12, "ATTENDUE Lou")],
        trouvees: vec![appelee(13, "TROUVÉ Jo")],
        feuille: sheet(),
        closes: vec![closed.clone()],
    };
    let empty = Tableau {
        attendues: Vec::new(),
        trouvees: Vec::new(),
        feuille: Feuille { lignes: Vec::new(), ..sheet() },
        closes: Vec::new(),
        ouverte: false,
        ..full.clone()
    };
    let refused = secretaire::tableau(page("Présences"), BASE, &full, "trou")
        .refusing("presence", secretaire::NOTHING)
        .refusing("decision", secretaire::CHOOSE);
    let live = FeuilleScellee { version: None, feuille: sheet() };
    let sealed = FeuilleScellee { version: Some(closed.clone()), feuille: sheet() };
    let codes = Codes {
        adresse: "http://maillage.test/presence/x".to_owned(),
        qr_svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"qr\" viewBox=\"0 0 8 8\"><path d=\"M1 1h1v1h-1z\"/></svg>".to_owned(),
        court: "ACDEFG".to_owned(),
    };
    let ecran = |codes: Option<Codes>| Ecran {
        reunion: reunion(),
        seance: Some(seance()),
        zone: app::paris(),
        codes,
        comptees: 12,
        a_confirmer: 2,
        at: at(5),
    };
    let screen = |ecran: &Ecran| {
        EcranView::new(page("Signez votre présence"), (BASE, "http://maillage.test"), ecran, 10)
    };
    let unknown = &full.feuille.lignes[2];
    vec![
        sample("presences", "Présences d'une réunion", &refused),
        sample(
            "presences-vide",
            "Présences, personne encore",
            &secretaire::tableau(page("Présences"), BASE, &empty, "zz"),
        ),
        sample(
            "presence-une",
            "Une présence",
            &une::page(page("INVENTÉ Sacha"), BASE, (&full, unknown), ("trou", true)),
        ),
        sample("presences-ecran", "L'écran de la salle", &screen(&ecran(Some(codes)))),
        sample("presences-ecran-ferme", "L'écran, signatures fermées", &screen(&ecran(None))),
        sample(
            "presences-feuille",
            "Feuille de présence",
            &feuille::page(page("Feuille de présence"), BASE, &live, &full.closes),
        ),
        sample(
            "presences-close",
            "Feuille de présence close",
            &feuille::page(page("Feuille de présence"), BASE, &sealed, &full.closes),
        ),
    ]
}

/// All samples of presences.
pub fn samples() -> Vec<Sample> {
    let mut all = phones();
    all.extend(receipts());
    all.extend(house());
    all
}
