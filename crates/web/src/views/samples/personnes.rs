//! People and structures of an invented community.

use std::collections::{BTreeMap, BTreeSet};

use app::communaute::{AccountChoice, Life};
use domain::communaute::doublons::Index;
use domain::communaute::questionnaires::{Auteur, Difficulte, DifficulteFiche, EtatDifficulte};
use domain::communaute::saisie::{Champ, Probleme, Refus, SaisieCanal, SaisiePersonne, SaisieStructure};
use domain::communaute::{
    Accord, Annuaire, Canal, CanalKind, Contact, Convention, Exercice, Fiche, Mode, Personne, Statut,
    Structure, StructureFiche, StructureKind,
};
use domain::ids::{DifficulteId, PersonneId, PieceId, StructureId, UserId};
use domain::texte::Rpps;
use jiff::civil::{Date, date};
use territory::Atlas;

use super::people::{id, now};
use super::{Sample, sample};
use crate::fields::Fields;
use crate::views::components::{Notice, Tone};
use crate::views::liste::{Etat, page as list_page};
use crate::views::personnes::{doublons, droits, fiche, form, liste};
use crate::views::sheet::{Part, SheetView};
use crate::views::structures;
use crate::views::{CptsUrls, Page, Section};

const BASE: &str = "/c/vallee-verte/communaute/personnes";
const TODAY: Date = date(2026, 11, 22);

fn page(title: &str) -> Page {
    Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", Section::Communaute, title)
        .under("Communauté", "/c/vallee-verte/communaute")
}

fn canal(kind: CanalKind, valeur: &str, rebond: Option<Date>) -> Canal {
    Canal {
        kind,
        valeur: valeur.into(),
        accord: Accord::Inconnu,
        rebond,
        source: "Annuaire du canton".into(),
        depuis: date(2026, 1, 5),
    }
}

fn person(rank: u128, nom: &str, prenom: &str) -> Personne {
    let place = Exercice {
        structure: Some(StructureId(id(51))),
        adresse: "1 rue du Pont".into(),
        code_postal: "96100".into(),
        mode: Some(Mode::Liberal),
        ..Exercice::default()
    };
    let over = Exercice {
        adresse: "3 place du Marché".into(),
        jusque: Some(date(2025, 6, 30)),
        ..Exercice::default()
    };
    let mut one = Personne {
        id: PersonneId(id(rank)),
        nom: nom.into(),
        prenom: prenom.into(),
        rpps: Rpps::parse("10101234564").ok().filter(|_| rank == 1),
        profession: Some("10".into()),
        statut: Statut::Repere,
        user: None,
        fiche: Fiche {
            civilite: Some("Dr".into()),
            specialite: Some("SM54".into()),
            exercices: vec![place, over],
            canaux: vec![
                canal(CanalKind::Courriel, "camille@exemple.test", Some(date(2026, 3, 1))),
                canal(CanalKind::Telephone, "+33426030690", None),
            ],
            source: "Annuaire du canton".into(),
            remarque: Some("Disponible le jeudi.".into()),
            ..Fiche::default()
        },
        created_at: now(),
        changed_at: now(),
        version: 3,
        fusionnee: None,
        removed_at: None,
    };
    one.step(Statut::Repere, date(2026, 1, 5), None);
    one.step(Statut::Interesse, date(2026, 2, 8), Some("réunion du 8 février".into()));
    one
}

fn around(accounts: Vec<AccountChoice>) -> fiche::Autour<'static> {
    fiche::Autour {
        base: format!("{BASE}/1"),
        urls: CptsUrls::new("vallee-verte"),
        today: TODAY,
        may_edit: true,
        commune: &|code| code.to_string(),
        structure: &|_| Some("Cabinet d'exemple".to_owned()),
        life: Life { seats: Vec::new(), meetings: 4 },
        difficultes: Some(vec![voiced()]),
        accounts: Some(accounts),
    }
}

fn voiced() -> Difficulte {
    Difficulte {
        id: DifficulteId(id(71)),
        texte: "Les sorties d'hôpital du vendredi arrivent sans lettre.".into(),
        etat: EtatDifficulte::Retenue,
        auteur: Auteur::default(),
        reponse: None,
        groupe: None,
        fiche: DifficulteFiche::default(),
        created_at: now(),
        version: 1,
        removed_at: None,
    }
}

fn lists() -> Vec<Sample> {
    let people = [person(1, "Exemple", "Camille"), person(2, "Modèle", "Dominique")];
    let atlas = Atlas::default();
    let names = BTreeMap::from([(StructureId(id(51)), "Cabinet d'exemple".to_owned())]);
    let lues = liste::Lues { today: TODAY, base: BASE, atlas: &atlas, structures: &names };
    let show = |people: &[Personne]| {
        let list = liste::liste(people, &lues, true);
        let etat = Etat::of(&Fields::default(), &list);
        SheetView::new(page("Personnes"), vec![Part::Liste(Box::new(list_page(list, &etat, people, &lues)))])
    };
    vec![
        sample("communaute-personnes", "Personnes de la communauté", &show(&people)),
        sample("communaute-personnes-vide", "Communauté vide", &show(&[])),
    ]
}

fn sheets() -> Vec<Sample> {
    let one = person(1, "Exemple", "Camille");
    let choice = AccountChoice {
        user: UserId(id(3)),
        name: "Camille Exemple".into(),
        email: "camille@exemple.test".into(),
    };
    let mut removed = Personne { removed_at: Some(now()), ..person(2, "Modèle", "Dominique") };
    removed.oppose(TODAY);
    let none = around(Vec::new());
    let step = fiche::step(page("Corriger une étape"), &one.fiche.parcours[1], (BASE, 1, 3), TODAY);
    vec![
        sample(
            "communaute-fiche",
            "Fiche d'une personne",
            &fiche::show(page("EXEMPLE Camille"), &one, &around(vec![choice])),
        ),
        sample(
            "communaute-fiche-retiree",
            "Fiche retirée",
            &fiche::show(page("MODÈLE Dominique"), &removed, &none),
        ),
        sample("communaute-etape", "Correction d'une étape", &step),
        sample("communaute-donnees", "Données gardées", &droits::page(page("Données gardées"), &one, &none)),
    ]
}

fn forms() -> Vec<Sample> {
    let saisie = form::with_room(SaisiePersonne {
        nom: "Exemple".into(),
        rpps: "10003456785".into(),
        canaux: vec![SaisieCanal::new(CanalKind::Telephone, "426030690")],
        ..SaisiePersonne::default()
    });
    let wrong = form::Formulaire {
        saisie: saisie.clone(),
        statut: "repere".into(),
        structures: vec![("51".into(), "Cabinet d'exemple".into())],
        refus: vec![
            Refus {
                champ: Champ { nom: "rpps", rang: 0 },
                probleme: Probleme::Rpps(domain::texte::RppsProblem::Key),
            },
            Refus { champ: Champ { nom: "canal_valeur", rang: 0 }, probleme: Probleme::CodePostal },
        ],
        doutes: vec![("zero:+33426030690".into(), "Le bon numéro est 04 26 03 06 90.".into())],
        ..form::Formulaire::default()
    };
    let stale = form::Formulaire {
        saisie,
        version: Some(4),
        notices: vec![Notice::new(Tone::Attention, "Une autre personne a modifié cette fiche.")],
        ..form::Formulaire::default()
    };
    vec![
        sample(
            "communaute-ajouter",
            "Ajout refusé",
            &form::page(page("Ajouter une personne"), &wrong, (BASE, BASE)),
        ),
        sample(
            "communaute-modifier",
            "Modification",
            &form::page(page("Modifier la fiche"), &stale, (BASE, BASE)),
        ),
    ]
}

fn doubles() -> Vec<Sample> {
    let (one, other) = (person(1, "Exemple", "Camille"), person(2, "EXEMPEL", "Camille"));
    let annuaire = Annuaire::new([one.clone(), other.clone()]);
    let pairs = Index::new(&annuaire).map(|index| index.pairs(&BTreeSet::new())).unwrap_or_default();
    let merge = |undone| doublons::MergeLine {
        id: if undone { "7" } else { "8" }.into(),
        gardee: "EXEMPLE Camille".into(),
        url: format!("{BASE}/1"),
        autre: "EXEMPLE Camile".into(),
        day: "22/11/2026".into(),
        undone,
    };
    let base = "/c/vallee-verte/communaute/doublons";
    let full = doublons::list(
        page("Doublons"),
        (&pairs, pairs.len(), &annuaire),
        &[merge(false), merge(true)],
        (base, None),
    );
    let empty = doublons::list(page("Doublons"), (&[], 0, &annuaire), &[], (base, None));
    vec![
        sample("communaute-doublons", "Doublons", &full),
        sample("communaute-doublons-vide", "Aucun doublon", &empty),
        sample(
            "communaute-comparer",
            "Deux fiches",
            &doublons::compare(page("Comparer"), (&one, &other), base, TODAY),
        ),
    ]
}

fn structure() -> Structure {
    let convention = |objet: &str, fin: Option<Date>, piece| Convention {
        objet: objet.into(),
        signee: date(2024, 1, 1),
        fin,
        piece,
    };
    Structure {
        id: StructureId(id(51)),
        nom: "Clinique d'exemple".into(),
        kind: StructureKind::Clinique,
        finess: Some("310021258".into()),
        commune: None,
        fiche: StructureFiche {
            adresse: "2 avenue de la Gare".into(),
            code_postal: "96100".into(),
            siret: Some("73282932000074".into()),
            contacts: vec![Contact {
                nom: "Dominique Modèle".into(),
                fonction: "Directrice".into(),
                ..Contact::default()
            }],
            canaux: vec![canal(CanalKind::Courriel, "accueil@exemple.test", None)],
            conventions: vec![
                convention("Accueil d'internes", Some(date(2026, 11, 1)), None),
                convention("Prêt de salle", Some(date(2027, 1, 1)), Some(PieceId(id(61)))),
                convention("Soins non programmés", None, None),
            ],
            source: "Registre FINESS".into(),
            remarque: None,
        },
        created_at: now(),
        changed_at: now(),
        version: 2,
        removed_at: None,
    }
}

fn structures_samples() -> Vec<Sample> {
    use structures::{conventions, fiche, form, liste};
    let (one, atlas) = (structure(), Atlas::default());
    let base = "/c/vallee-verte/communaute/structures";
    let lues = liste::Lues { today: TODAY, soon: date(2027, 2, 20), base, atlas: &atlas };
    let all = [one.clone()];
    let list = liste::liste(base, true);
    let etat = Etat::of(&Fields::default(), &list);
    let list =
        SheetView::new(page("Structures"), vec![Part::Liste(Box::new(list_page(list, &etat, &all, &lues)))]);
    let around = fiche::Autour {
        base: format!("{base}/51"),
        urls: CptsUrls::new("vallee-verte"),
        today: TODAY,
        soon: date(2027, 2, 20),
        may_edit: true,
        commune: Some("Bourg d'exemple".into()),
        person: &|_| "MODÈLE Dominique".to_owned(),
        people: vec![(format!("{BASE}/1"), "EXEMPLE Camille".into())],
    };
    let wrong = form::Formulaire {
        saisie: SaisieStructure {
            nom: "Clinique".into(),
            finess: "660000002".into(),
            ..SaisieStructure::default()
        },
        refus: vec![Refus {
            champ: Champ { nom: "finess", rang: 0 },
            probleme: Probleme::Finess(domain::texte::FinessProblem::Key),
        }],
        ..form::Formulaire::default()
    };
    let champs = conventions::Champs {
        errors: vec![("fin", "Le dernier jour précède la signature.".into())],
        ..conventions::Champs::of(&one.fiche.conventions[1])
    };
    vec![
        sample("communaute-structures", "Structures", &list),
        sample(
            "communaute-structure",
            "Fiche d'une structure",
            &fiche::show(page("Clinique d'exemple"), &one, &around),
        ),
        sample(
            "communaute-structure-ajouter",
            "Structure refusée",
            &form::page(page("Ajouter"), &wrong, (base, base)),
        ),
        sample(
            "communaute-convention",
            "Convention",
            &conventions::page(page("Convention"), &champs, (base, base), true),
        ),
    ]
}

pub(super) fn samples() -> Vec<Sample> {
    let mut all = lists();
    all.extend(sheets());
    all.extend(forms());
    all.extend(doubles());
    all.extend(structures_samples());
    all
}
