//! Votes and memberships, with invented people.

use std::collections::BTreeMap;

use app::communaute::gouvernance::{Electeur, SeanceLue};
use domain::communaute::adhesions::{
    Adhesion, AdhesionFiche, AdhesionState, Bareme, Categorie, Identite, Montant, MotifSortie, MoyenPaiement,
    Paiement, Sortie, Verification,
};
use domain::communaute::gouvernance::quorum::compter;
use domain::communaute::gouvernance::{
    Bulletin, Corps, Emargement, Forme, Mode, Modeles, MoyenProcuration, Participation, Procuration,
    Proposition, Reglement, Vote, VoteFiche, VoteState, depouiller, modeles,
};
use domain::communaute::{
    Annuaire, Fiche, Groupe, GroupeFiche, GroupeKind, Personne, Reunion, ReunionFiche, ReunionKind,
    ReunionState, Statut,
};
use domain::ids::{AdhesionId, GroupeId, PersonneId, ProcurationId, ReunionId, VoteId};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::super::adhesions::{self, demande, liste, une};
use super::super::gouvernance::{self, electeur, reglement, seance, vote};
use super::super::liste as component;
use super::super::sheet::{Part, SheetView};
use super::super::{Page, Section};
use super::{Sample, sample};

const CPTS: &str = "CPTS de la Vallée Verte";
const BASE: &str = "/c/vallee-verte/gouvernance";
const ADHESIONS: &str = "/c/vallee-verte/adhesions";

fn page(title: &str) -> Page {
    Page::of_cpts("vallee-verte", CPTS, Section::Communaute, title)
}

fn id(rank: u128) -> PersonneId {
    PersonneId(Uuid::from_u128(rank))
}

fn personne(rank: u128, prenom: &str) -> Personne {
    Personne {
        id: id(rank),
        nom: "Exemple".into(),
        prenom: prenom.into(),
        rpps: None,
        profession: Some("10".into()),
        statut: Statut::Adherent,
        user: None,
        fiche: Fiche::default(),
        created_at: Timestamp::UNIX_EPOCH,
        changed_at: Timestamp::UNIX_EPOCH,
        version: 1,
        fusionnee: None,
        removed_at: None,
    }
}

fn reunion() -> Reunion {
    Reunion {
        id: ReunionId(Uuid::from_u128(1)),
        groupe: None,
        kind: ReunionKind::Ago,
        titre: "Assemblée générale 2026".into(),
        state: ReunionState::Prevue,
        debut: Timestamp::from_second(1_795_543_200).ok(),
        fin: Timestamp::from_second(1_795_550_400).ok(),
        fiche: ReunionFiche::default(),
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    }
}

fn rules(table: Option<&Modeles>) -> Reglement {
    let modele = table.and_then(|table| table.get("colleges"));
    modele
        .map(|one| Reglement { adopte: Some(date(2025, 3, 12)), ..one.reglement.clone() })
        .unwrap_or_default()
}

/// Four members, of whom so many came; the last one gave a proxy.
fn lue(there: usize) -> SeanceLue {
    let reglement = rules(modeles().ok());
    let regle = reglement.regle(ReunionKind::Ago);
    let people = ["Alix", "Camille", "Dominique", "Maxime"];
    let all: Vec<Personne> = people.iter().zip(1..).map(|(prenom, rank)| personne(rank, prenom)).collect();
    let corps = Corps::new(all.iter().map(|one| (one.id, Some("medecins".to_owned()))));
    let presents = all.iter().take(there).map(|one| one.id).collect();
    let procurations = vec![Procuration {
        id: ProcurationId(Uuid::from_u128(7)),
        reunion: reunion().id,
        donneur: id(4),
        porteur: id(1),
        moyen: MoyenProcuration::Papier,
        donnee_at: Timestamp::UNIX_EPOCH,
        retiree_at: None,
    }];
    let quorum = compter(&corps, (&presents, &procurations), (&reglement, &regle), false);
    let groupe = Groupe {
        id: GroupeId(Uuid::from_u128(3)),
        nom: "Conseil".into(),
        kind: GroupeKind::Ca,
        fiche: GroupeFiche::default(),
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    };
    SeanceLue {
        reunion: reunion(),
        annuaire: Annuaire::new(all),
        groupes: vec![groupe],
        mandats: Vec::new(),
        reglement,
        regle,
        corps,
        presents,
        procurations,
        quorum,
        zone: app::paris(),
    }
}

fn un_vote(rank: u128, (forme, mode, state): (Forme, Mode, VoteState)) -> Vote {
    let nom = |rank: u128, libelle: &str| Proposition {
        cle: format!("nom{rank}"),
        libelle: libelle.to_owned(),
        personne: Some(id(rank)),
    };
    let mut one = Vote {
        id: VoteId(Uuid::from_u128(rank)),
        reunion: reunion().id,
        question: if forme == Forme::Noms { "Élire le conseil" } else { "Fixer l'indemnité des pilotes" }
            .into(),
        forme,
        mode,
        state,
        fiche: VoteFiche {
            noms: if forme == Forme::Noms {
                vec![nom(1, "Alix Exemple"), nom(2, "Camille Exemple")]
            } else {
                vec![]
            },
            sieges: if forme == Forme::Noms { 2 } else { 1 },
            remuneration: forme == Forme::PourContre,
            concernes: vec![id(1)],
            ..VoteFiche::default()
        },
        created_at: Timestamp::UNIX_EPOCH,
        ouvert_at: None,
        clos_at: None,
        version: 1,
    };
    if state == VoteState::Clos {
        let read = lue(3);
        let cle = if forme == Forme::Noms { "nom1" } else { "pour" };
        let bulletin = Bulletin { college: Some("medecins".into()), choix: vec![cle.to_owned()] };
        let rules = (&read.reglement, &read.regle);
        let ballots = [bulletin.clone(), bulletin];
        one.fiche.resultat = Some(depouiller(&one, (&ballots, &signed()), rules, read.quorum.clone()));
        one.fiche.empreinte = Some("0".repeat(64));
    }
    one
}

fn signed() -> Vec<Emargement> {
    let one = |rank: u128, participation, par: Option<u128>| Emargement {
        personne: id(rank),
        par: par.map(id),
        participation,
        interet: participation == Participation::Retrait,
        choix: vec!["pour".into()],
    };
    vec![
        one(1, Participation::Vote, None),
        one(2, Participation::Retrait, None),
        one(4, Participation::Vote, Some(1)),
    ]
}

fn votes() -> Vec<Vote> {
    vec![
        un_vote(11, (Forme::PourContre, Mode::Nominal, VoteState::Clos)),
        un_vote(12, (Forme::Noms, Mode::Secret, VoteState::Ouvert)),
    ]
}

fn voter(there: usize) -> SheetView {
    let read = lue(there);
    let ways =
        electeur::Ways { ballot: "/vote/abc".into(), proxy: "/vote/abc".into(), back: "/vote/abc".into() };
    let left = if there > 0 { vec![id(1), id(4)] } else { Vec::new() };
    let one = Electeur {
        personne: personne(1, "Alix"),
        ouverts: vec![
            (un_vote(12, (Forme::Noms, Mode::Secret, VoteState::Ouvert)), left.clone()),
            (un_vote(13, (Forme::PourContre, Mode::Nominal, VoteState::Ouvert)), left),
        ],
        clos: vec![un_vote(11, (Forme::PourContre, Mode::Nominal, VoteState::Clos))],
        seance: read,
    };
    electeur::show(Page::apart("Voter"), &ways, &one)
}

fn a_vote(forme: (Forme, Mode, VoteState), there: usize) -> SheetView {
    let (one, read, signed) = (un_vote(11, forme), lue(there), signed());
    let signed = if forme.2 == VoteState::Prepare { &[][..] } else { &signed };
    vote::show(page(&one.question), BASE, vote::Seen { vote: &one, signed, seance: &read, may: true })
}

fn bareme() -> Bareme {
    let montants = BTreeMap::from([(2026, Montant { cents: 3000, decide: date(2025, 12, 1) })]);
    let usual = Categorie { cle: "usuelle".into(), nom: "Professionnels".into(), montants };
    let other = Categorie { cle: "structures".into(), nom: "Structures".into(), ..Categorie::default() };
    Bareme { categories: vec![usual, other] }
}

fn adhesion(state: AdhesionState, sortie: Option<Sortie>) -> Adhesion {
    let paid = Paiement {
        le: date(2026, 2, 1),
        moyen: MoyenPaiement::Cheque,
        cents: 1000,
        reference: "0012".into(),
    };
    Adhesion {
        id: AdhesionId(Uuid::from_u128(5)),
        personne: id(1),
        annee: 2026,
        state,
        fiche: AdhesionFiche {
            verifications: BTreeMap::from([(Verification::Charte, date(2026, 1, 5))]),
            categorie: Some("usuelle".into()),
            du_cents: Some(3000),
            paiements: vec![paid],
            decidee: (state == AdhesionState::Acceptee).then_some(date(2026, 1, 15)),
            identite: Some(Identite { nom: "Autre".into(), prenom: "Alix".into(), ..Identite::default() }),
            sortie,
            ..AdhesionFiche::default()
        },
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

fn membership(one: &Adhesion) -> SheetView {
    let (personne, bareme, other) = (personne(1, "Alix"), bareme(), adhesion(AdhesionState::Refusee, None));
    let may = une::May { manage: true, decide: true, seats: true };
    let seen = une::Seen { one, personne: &personne, others: &[&other], bareme: &bareme, mandats: &[], may };
    une::show(page("EXEMPLE Alix"), ADHESIONS, seen)
}

fn memberships() -> SheetView {
    let annuaire = Annuaire::new([personne(1, "Alix")]);
    let words = || ("Médecin".to_owned(), "Professionnels".to_owned());
    let accepted = Adhesion { id: AdhesionId(Uuid::from_u128(6)), ..adhesion(AdhesionState::Acceptee, None) };
    let all = [
        liste::AdhesionLigne::new(&adhesion(AdhesionState::Demandee, None), &annuaire, words()),
        liste::AdhesionLigne::new(&accepted, &annuaire, words()),
    ];
    let what = liste::liste(ADHESIONS, &[2026], true);
    let lues = liste::Lues { base: ADHESIONS.into() };
    let view = component::page(what, &component::Etat { page: 1, ..component::Etat::default() }, &all, &lues);
    SheetView::new(page("Adhésions"), vec![Part::Liste(Box::new(view))])
}

pub(super) fn samples() -> Vec<Sample> {
    let (read, empty, known) = (lue(3), lue(0), votes());
    let may = seance::May { edit: true };
    let mut all = vec![
        sample(
            "gouvernance",
            "Gouvernance",
            &gouvernance::hub(
                page("Gouvernance"),
                BASE,
                (Some(&read.reglement), true),
                (&[reunion()], &known, &app::paris()),
            ),
        ),
        sample(
            "gouvernance-vide",
            "Gouvernance, rien encore",
            &gouvernance::hub(page("Gouvernance"), BASE, (None, false), (&[], &[], &app::paris())),
        ),
        sample("seance", "Réunion qui décide", &seance::show(page("Assemblée"), BASE, (&read, &known), may)),
        sample(
            "seance-sans-quorum",
            "Réunion sans quorum",
            &seance::show(page("Assemblée"), BASE, (&empty, &[]), may),
        ),
        sample("vote-nouveau", "Préparer un vote", &vote::form(page("Préparer un vote"), BASE, &read)),
        sample("vote-a-ouvrir", "Vote à ouvrir", &a_vote((Forme::Noms, Mode::Secret, VoteState::Prepare), 3)),
        sample(
            "vote-ouvert",
            "Vote ouvert",
            &a_vote((Forme::PourContre, Mode::Nominal, VoteState::Ouvert), 3),
        ),
        sample(
            "vote-salle",
            "Vote compté dans la salle",
            &a_vote((Forme::PourContre, Mode::MainLevee, VoteState::Ouvert), 3),
        ),
        sample("vote-clos", "Vote clos", &a_vote((Forme::PourContre, Mode::Nominal, VoteState::Clos), 3)),
        sample("election-close", "Élection close", &a_vote((Forme::Noms, Mode::Secret, VoteState::Clos), 3)),
        sample("voter", "Voter", &voter(3)),
        sample("voter-absent", "Voter, absent", &voter(0)),
        sample("adhesions", "Adhésions", &memberships()),
        sample(
            "adhesion-demandee",
            "Demande d'adhésion",
            &membership(&adhesion(AdhesionState::Demandee, None)),
        ),
        sample(
            "adhesion-acceptee",
            "Adhésion acceptée",
            &membership(&adhesion(AdhesionState::Acceptee, None)),
        ),
        sample(
            "adhesion-sortie",
            "Membre sorti",
            &membership(&adhesion(
                AdhesionState::Acceptee,
                Some(Sortie { le: date(2026, 6, 1), motif: MotifSortie::Demission, mandats: Vec::new() }),
            )),
        ),
        sample(
            "adhesion-nouvelle",
            "Noter une demande",
            &demande::typed(page("Noter une demande"), ADHESIONS, (&bareme(), 2026), None),
        ),
        sample(
            "adhesion-publique",
            "Page d'adhésion",
            &demande::public(Page::apart("Adhésion 2026"), "/adhesion/abc", (CPTS, &bareme(), 2026)),
        ),
        sample(
            "adhesion-renouveler",
            "Renouveler",
            &demande::renewal(
                Page::apart("Adhésion 2027"),
                "/adhesion/abc",
                ("Alix Exemple", CPTS),
                (&bareme(), 2027, true),
            ),
        ),
        sample(
            "adhesions-refuser",
            "Refuser des demandes",
            &adhesions::refusing(
                page("Refuser des demandes"),
                ADHESIONS,
                &[("a1".into(), "EXEMPLE Alix".into())],
            ),
        ),
        sample(
            "cotisations",
            "Cotisations",
            &adhesions::bareme(page("Cotisations"), ADHESIONS, (&bareme(), 2026, true)),
        ),
        sample(
            "renouvellement",
            "Renouvellement",
            &adhesions::renewal(page("Renouvellement"), ADHESIONS, (2027, 96, 12, 40), true),
        ),
    ];
    if let Ok(table) = modeles() {
        all.push(sample(
            "regles-vote",
            "Règles de vote",
            &reglement::form(page("Règles de vote"), BASE, (table, &rules(Some(table)))),
        ));
    }
    all
}
