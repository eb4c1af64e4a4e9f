//! Samples of the pages where institutions instruct dossiers, and where a CPTS answers.

use app::Institution;
use app::dossier::instruction::{Attente, Echanges, Ligne, Version, Vue};
use domain::authz::{Author, InstitutionKind};
use domain::dossier::avis::{Avis, SensAvis};
use domain::dossier::correction::{Correction, CorrectionFiche, EtatCorrection, Tour};
use domain::dossier::delais::Jours;
use domain::dossier::instruction::{Decision, DecisionFiche};
use domain::dossier::lettre::redigee::{Champ, Colonne, Contenu, Fait, Partie, Redigee, Tableau};
use domain::dossier::{
    Annexe, Depot, Dossier, DossierFiche, DossierKind, EtatDossier, Passage, RoleSaisine, Saisine,
    SaisineFiche,
};
use domain::ids::{AvisId, CorrectionId, CptsId, DepotId, DossierId, InstitutionId, PieceId, SaisineId};
use jiff::civil::date;

use super::people::{agency, at, id, now};
use super::{Sample, sample};
use crate::views::instruction::dossier::{self, Autour, Peut};
use crate::views::instruction::{self as views, echanges, formulaires, version};
use crate::views::liste::Etat;
use crate::views::{Page, Section};

const BASE: &str = "/i/1/dossiers/2";
const OWN: &str = "/c/1/dossiers/2";

fn page(title: &str) -> Page {
    Page::new(Section::Dossiers, title)
}

fn who() -> Author {
    Author::System("exemple".into())
}

fn dossier(kind: DossierKind, etat: EtatDossier) -> Dossier {
    let passage = |etat, day: &str| Passage { etat, at: at(day), by: who(), motif: String::new() };
    let mut passages = vec![passage(EtatDossier::Depose, "2026-10-01T09:00:00Z")];
    if etat != EtatDossier::Depose {
        passages.push(passage(etat, "2026-10-12T09:00:00Z"));
    }
    Dossier {
        id: DossierId(id(2)),
        kind,
        titre: kind.label().into(),
        etat,
        guichet: Some(InstitutionId(id(41))),
        fiche: DossierFiche {
            passages,
            commission: Some(date(2026, 12, 15)),
            recu_le: Some(date(2026, 10, 2)),
            ..DossierFiche::default()
        },
        created_at: at("2026-09-01T09:00:00Z"),
        version: 3,
        removed_at: None,
    }
}

fn saisine(rank: u128, role: RoleSaisine) -> Saisine {
    Saisine {
        id: SaisineId(id(rank)),
        cpts: CptsId(id(9)),
        dossier: DossierId(id(2)),
        institution: InstitutionId(id(rank)),
        role,
        fiche: SaisineFiche::default(),
        since: at("2026-10-12T09:00:00Z"),
        until: None,
        version: 1,
    }
}

fn institution(rank: u128, kind: InstitutionKind, name: &str) -> Institution {
    Institution { id: InstitutionId(id(rank)), kind, name: name.into(), ..agency() }
}

fn depot(numero: i64) -> Depot {
    Depot {
        id: DepotId(id(60 + numero.unsigned_abs() as u128)),
        dossier: DossierId(id(2)),
        numero,
        filed_at: at("2026-10-01T09:00:00Z"),
        filed_by: who(),
        sha256: "0123456789abcdef".repeat(4),
        annexes: vec![Annexe {
            piece: PieceId(id(70)),
            nom: "statuts.pdf".into(),
            taille: 48_000,
            sha256: "fedcba9876543210".repeat(4),
        }],
    }
}

pub(super) fn lettre() -> Redigee {
    let tableau = Tableau {
        titre: "Communes".into(),
        colonnes: vec![
            Colonne { titre: "Commune".into(), nombre: false },
            Colonne { titre: "Code postal".into(), nombre: false },
        ],
        lignes: vec![vec!["Valverte".into(), "96100".into()]],
        total: false,
        sources: Vec::new(),
    };
    let fait =
        Fait { libelle: "Population".into(), valeur: "47\u{202f}617 habitants".into(), sources: Vec::new() };
    let champ = |cle: &str, titre: &str, contenu| Champ {
        cle: cle.into(),
        titre: titre.into(),
        contenu,
        explication: None,
    };
    Redigee {
        modele: "exemple".into(),
        modele_nom: String::new(),
        nature: "Lettre d'intention".into(),
        titre: "CPTS de la Vallée Verte".into(),
        cpts: "CPTS de la Vallée Verte".into(),
        jour: date(2026, 10, 1),
        redigee_le: None,
        fictif: true,
        parties: vec![Partie {
            cle: "territoire".into(),
            titre: "Le territoire".into(),
            champs: vec![
                champ(
                    "intitule",
                    "Intitulé du projet",
                    vec![Contenu::paragraphe("CPTS de la Vallée Verte.")],
                ),
                champ(
                    "communes",
                    "Communes",
                    vec![Contenu::Tableau(tableau), Contenu::Faits { faits: vec![fait] }],
                ),
            ],
        }],
        sources: Vec::new(),
    }
}

fn correction(rank: u128, etat: EtatCorrection, champ: &str) -> Correction {
    let tour = |etat, texte: &str| Tour { etat, texte: texte.into(), by: who(), at: now(), version: None };
    let mut tours = Vec::new();
    if etat != EtatCorrection::Preparee {
        tours.push(tour(EtatCorrection::Ouverte, ""));
    }
    if etat == EtatCorrection::Repondue {
        tours.push(tour(EtatCorrection::Repondue, "La commune manquante est ajoutée."));
    }
    Correction {
        id: CorrectionId(id(rank)),
        dossier: DossierId(id(2)),
        depot: depot(1).id,
        champ: champ.into(),
        etat,
        fiche: CorrectionFiche { extrait: String::new(), texte: "Il manque une commune.".into(), tours },
        by: who(),
        at: now(),
        version: 1,
    }
}

fn avis(rank: u128, sens: SensAvis) -> Avis {
    Avis {
        id: AvisId(id(80 + rank)),
        dossier: DossierId(id(2)),
        depot: depot(1).id,
        saisine: SaisineId(id(rank)),
        institution: InstitutionId(id(rank)),
        sens,
        motif: "Le calendrier est court.".into(),
        by: who(),
        at: now(),
    }
}

fn ligne(kind: DossierKind, etat: EtatDossier, attentes: Vec<Attente>) -> Ligne {
    Ligne {
        saisine: saisine(41, RoleSaisine::Guichet),
        cpts: "CPTS de la Vallée Verte".into(),
        depuis: Some(at("2026-10-12T09:00:00Z")),
        jours: Jours { cpts: 12, guichet: 3, institutions: 31 },
        echeance: (kind == DossierKind::ProjetSante).then(|| date(2026, 12, 2)),
        attentes,
        dossier: dossier(kind, etat),
        zone: app::paris(),
    }
}

fn vue(kind: DossierKind, etat: EtatDossier) -> Vue {
    let desk = institution(41, InstitutionKind::GuichetUrps, "Guichet d'exemple");
    let cpam = institution(42, InstitutionKind::Cpam, "Caisse d'exemple");
    let msa = institution(43, InstitutionKind::Msa, "Mutualité d'exemple");
    let instructed = etat == EtatDossier::EnInstruction;
    Vue {
        ligne: ligne(kind, etat, vec![Attente::Verifier, Attente::Reponses(1), Attente::Envoyer(1)]),
        institution: desk.clone(),
        depots: vec![depot(1), depot(2)],
        corrections: vec![
            correction(51, EtatCorrection::Repondue, "communes"),
            correction(52, EtatCorrection::Preparee, "intitule"),
        ],
        saisines: match instructed {
            true => vec![
                (saisine(41, RoleSaisine::Guichet), desk),
                (saisine(42, RoleSaisine::Avis), cpam),
                (saisine(43, RoleSaisine::Avis), msa),
            ],
            false => vec![(saisine(41, RoleSaisine::Guichet), desk)],
        },
        avis: if instructed { vec![avis(42, SensAvis::Reserves)] } else { Vec::new() },
        siens: Vec::new(),
        attendus: usize::from(instructed),
        candidates: vec![agency()],
        decision: None,
        today: date(2026, 11, 22),
    }
}

fn decision() -> Decision {
    Decision {
        dossier: DossierId(id(2)),
        depot: depot(2).id,
        institution: InstitutionId(id(41)),
        acceptee: true,
        fiche: DecisionFiche { reference: "2026-0A1B2C3D".into(), ..DecisionFiche::default() },
        sha256: "0123456789abcdef".repeat(4),
        at: now(),
        by: who(),
    }
}

fn exchanges(etat: EtatDossier) -> Echanges {
    let open = etat == EtatDossier::ACompleter;
    Echanges {
        dossier: dossier(DossierKind::LettreIntention, etat),
        depots: vec![depot(1)],
        lettre: Some(lettre()),
        corrections: match open {
            true => vec![
                correction(51, EtatCorrection::Ouverte, "communes"),
                correction(52, EtatCorrection::Repondue, "intitule"),
            ],
            false => Vec::new(),
        },
        guichet: Some("Guichet d'exemple".into()),
        jours: Jours { cpts: 12, guichet: 3, institutions: 31 },
        echeance: None,
        decision: (!open).then(decision),
        zone: app::paris(),
    }
}

/// The desk of an institution.
fn desk() -> Vec<Sample> {
    let liste = views::liste_of("/i/1/dossiers");
    let etat = Etat::of(&crate::fields::Fields::default(), &liste);
    let lines = [
        ligne(DossierKind::LettreIntention, EtatDossier::Depose, vec![Attente::Verifier]),
        ligne(DossierKind::ProjetSante, EtatDossier::EnInstruction, Vec::new()),
    ];
    let (filed, asked) = (vue(DossierKind::LettreIntention, EtatDossier::Depose), lettre());
    let instructed = vue(DossierKind::ProjetSante, EtatDossier::EnInstruction);
    let decided =
        Vue { decision: Some(decision()), ..vue(DossierKind::LettreIntention, EtatDossier::Accepte) };
    let all = Peut { instruire: true, avis: true, decider: true };
    let around = Autour { base: BASE, lettre: Some(&asked), peut: all };
    let read = Version { depot: depot(1), lettre: Some(lettre()), docx: true, courante: false };
    let correct = format!("{BASE}/corrections/nouvelle?depot=1");
    vec![
        sample(
            "bureau",
            "Dossiers d'une institution",
            &views::liste(page("Dossiers"), "/i/1/dossiers", (&lines, &etat)),
        ),
        sample(
            "bureau-vide",
            "Institution sans dossier",
            &views::liste(page("Dossiers"), "/i/1/dossiers", (&[], &etat)),
        ),
        sample(
            "dossier-depose",
            "Dossier déposé, au Guichet",
            &dossier::show(page("Dossier"), &filed, &around),
        ),
        sample(
            "dossier-instruit",
            "Dossier en instruction",
            &dossier::show(page("Dossier"), &instructed, &around),
        ),
        sample("dossier-decide", "Dossier décidé", &dossier::show(page("Dossier"), &decided, &around)),
        sample(
            "dossier-version",
            "Version déposée",
            &version::show(page("Version 1"), &read, (BASE, &app::paris()), Some(&correct)),
        ),
        sample("dossier-complet", "Déclarer complet", &formulaires::complet(page("Complet"), &filed, BASE)),
        sample(
            "dossier-correction",
            "Demander une correction",
            &formulaires::correction(page("Correction"), BASE, ("1", 1), (Some(&asked), "communes"))
                .refusing("texte", crate::wording::instruction::NOT_CURRENT),
        ),
        sample(
            "dossier-maintenir",
            "Maintenir une correction",
            &formulaires::maintenir(page("Maintenir"), BASE, (BASE, vec!["Demandé.".into()])),
        ),
        sample(
            "dossier-saisines",
            "Demander des avis",
            &formulaires::saisines(page("Avis"), BASE, &instructed.candidates),
        ),
        sample(
            "dossier-commission",
            "Fixer la commission",
            &formulaires::commission(page("Commission"), &filed, BASE),
        ),
        sample("dossier-avis", "Donner un avis", &formulaires::avis(page("Avis"), &instructed, BASE)),
        sample(
            "dossier-decision",
            "Enregistrer la décision",
            &formulaires::decision(page("Décision"), &instructed, BASE),
        ),
    ]
}

/// The side of the CPTS.
fn own() -> Vec<Sample> {
    let open = exchanges(EtatDossier::ACompleter);
    let mut before = exchanges(EtatDossier::Brouillon);
    (before.depots, before.decision) = (Vec::new(), None);
    let answer = echanges::repondre(page("Répondre"), &open, &open.corrections[0], OWN);
    vec![
        sample(
            "echanges",
            "Échanges d'un dossier à compléter",
            &echanges::show(page("Échanges"), &open, OWN, true),
        ),
        sample(
            "echanges-decide",
            "Échanges d'un dossier décidé",
            &echanges::show(page("Échanges"), &exchanges(EtatDossier::Accepte), OWN, true),
        ),
        sample(
            "echanges-vide",
            "Échanges avant le dépôt",
            &echanges::show(page("Échanges"), &before, OWN, true),
        ),
        sample("echanges-repondre", "Répondre à une correction", &answer),
    ]
}

/// All of them.
pub(super) fn samples() -> Vec<Sample> {
    let mut all = desk();
    all.extend(own());
    all
}
