//! Samples of the thread of objectives and of requests for subsidies.

use app::objectifs::ObjectifLu;
use app::subventions::{SubventionLue, Tapee};
use domain::aci::missions::{Missions, missions};
use domain::authz::Author;
use domain::communaute::questionnaires::{Auteur, Difficulte, DifficulteFiche, EtatDifficulte};
use domain::ids::{DifficulteId, ObjectifId, SubventionId};
use domain::objectifs::fil::assemble;
use domain::objectifs::{Mois, Niveau, Objectif, ObjectifFiche, Objectifs, Saisie};
use domain::subvention::{
    FicheAssociation, Figee, Formulaire, Ligne, Partie, Subvention, SubventionFiche, controler, formulaire,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::{Sample, sample};
use crate::views::objectifs::{self, un};
use crate::views::subventions::{self, partie};
use crate::views::{Page, Section};

const BASE: &str = "/c/1/objectifs";
const SUBVENTIONS: &str = "/c/1/subventions";

fn page(title: &str) -> Page {
    Page::of_cpts("1", "CPTS de la Vallée Verte", Section::Communaute, title)
}

fn objectif(rank: u128, (niveau, parent): (Niveau, Option<u128>), texte: &str) -> Objectif {
    let id = |rank| ObjectifId(Uuid::from_u128(rank));
    let month = |mois| Some(Mois { annee: 2027, mois });
    Objectif {
        id: id(rank),
        parent: parent.map(id),
        niveau,
        mission: "parcours".into(),
        texte: texte.into(),
        fiche: ObjectifFiche {
            difficultes: vec![DifficulteId(Uuid::from_u128(20))],
            cible: "Patients qui sortent de l'hôpital".into(),
            du: month(1),
            au: month(6),
            indicateur: "Part des sorties avec une lettre le jour même".into(),
            ..ObjectifFiche::default()
        },
        ordre: rank as i64,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    }
}

fn thread() -> Vec<Objectif> {
    vec![
        objectif(1, (Niveau::General, None), "Éviter les ruptures de parcours"),
        objectif(2, (Niveau::Specifique, Some(1)), "Fiabiliser les sorties d'hospitalisation"),
        objectif(3, (Niveau::Operationnel, Some(2)), "Obtenir une lettre le jour de la sortie"),
        objectif(4, (Niveau::Action, Some(3)), "Réunir le service de médecine et les infirmiers"),
        objectif(5, (Niveau::General, None), "Soutenir le maintien à domicile"),
    ]
}

fn difficulte(rank: u128, texte: &str) -> Difficulte {
    Difficulte {
        id: DifficulteId(Uuid::from_u128(rank)),
        texte: texte.into(),
        etat: EtatDifficulte::Exprimee,
        auteur: Auteur::default(),
        reponse: None,
        groupe: None,
        fiche: DifficulteFiche { themes: Some(vec!["temps".into()]), ..DifficulteFiche::default() },
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    }
}

fn thread_samples(missions: &Missions) -> Vec<Sample> {
    let voiced = [difficulte(20, "Sorties du vendredi sans lettre"), difficulte(21, "Trop peu de temps")];
    let all = Objectifs::new(thread());
    let fil = assemble(missions, &all, &voiced, &[].into());
    let empty = assemble(missions, &Objectifs::default(), &[], &[].into());
    let gone = [objectif(6, (Niveau::General, None), "Former ensemble")];
    let choix = un::Choix { missions, fil: &fil, groupes: &[] };
    let saisie = Saisie { texte: "Obtenir une lettre le jour de la sortie".into(), ..Saisie::default() };
    let chain = thread();
    let lu = ObjectifLu {
        objectif: chain[2].clone(),
        au_dessus: chain[..2].to_vec(),
        places: vec![chain[1].clone()],
        en_dessous: 1,
    };
    let Some(noeud) = fil.missions.iter().flat_map(|one| one.lignes()).find(|one| one.id == chain[2].id)
    else {
        return Vec::new();
    };
    let sous = un::Place::Sous(&chain[1]);
    let mission = un::Place::Mission(None);
    let blank = Saisie::default();
    let wrong = un::nouveau(page("Nouvel objectif"), BASE, (&choix, &blank), &mission)
        .refusing("texte", "Écrivez un texte.");
    vec![
        sample("objectifs", "Les objectifs", &objectifs::fil(page("Objectifs"), BASE, (&fil, &gone), true)),
        sample(
            "objectifs-lus",
            "Les objectifs, lus",
            &objectifs::fil(page("Objectifs"), BASE, (&fil, &[]), false),
        ),
        sample(
            "objectifs-vides",
            "Aucun objectif",
            &objectifs::fil(page("Objectifs"), BASE, (&empty, &[]), false),
        ),
        sample("objectif-refuse", "Un objectif refusé", &wrong),
        sample(
            "objectif-nouveau",
            "Un nouvel objectif",
            &un::nouveau(page("Nouvel objectif"), BASE, (&choix, &saisie), &sous),
        ),
        sample(
            "objectif",
            "Un objectif",
            &un::un(page("Objectif"), BASE, (&lu, noeud), Some((&choix, &saisie))),
        ),
        sample("objectif-lu", "Un objectif, lu", &un::un(page("Objectif"), BASE, (&lu, noeud), None)),
    ]
}

fn line(compte: &str, libelle: &str, montant: i64) -> Ligne {
    let financeur = if compte == "74" { libelle.to_owned() } else { String::new() };
    Ligne { compte: compte.into(), libelle: libelle.into(), financeur, montant }
}

fn request(form: &Formulaire) -> SubventionLue {
    let mut fiche = SubventionFiche {
        lignes: vec![line("64", "Coordination", 30_000), line("74", "ARS Occitanie", 25_000)],
        ..SubventionFiche::default()
    };
    for (cle, value) in [("autorite", "ARS Occitanie"), ("montant", "25000"), ("exercice_au", "2027-12-31")] {
        fiche.valeurs.insert(cle.into(), value.into());
    }
    let association =
        FicheAssociation { nom: Some("CPTS de la Vallée Verte".into()), ..FicheAssociation::default() };
    let constats = controler(form, &fiche, &association);
    let subvention = Subvention {
        id: SubventionId(Uuid::from_u128(1)),
        intitule: "Démarrage 2027".into(),
        fiche,
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
        removed_at: None,
    };
    let by = Author::System("exemple".into());
    let figee = Figee { numero: 1, at: Timestamp::UNIX_EPOCH, by, sha256: "ab".repeat(32) };
    SubventionLue { subvention, association, constats, figees: vec![figee] }
}

fn part(
    form: &'static Formulaire,
    one: &SubventionLue,
    cle: Partie,
    droits: partie::Droits,
) -> Option<crate::views::SheetView> {
    let def = form.partie(cle)?;
    let autour = partie::Autour {
        form,
        def,
        one,
        url: "/c/1/subventions/1",
        association: "/c/1/organisation/association",
        signe: (!droits.edit).then(|| "Demande confirmée par Alix Exemple, le 22/11/2026.".to_owned()),
        droits,
    };
    let typed: Tapee = partie::kept(form, cle, &one.subvention.fiche);
    Some(partie::page(page(&def.titre), &autour, &typed))
}

fn request_samples(form: &'static Formulaire) -> Vec<Sample> {
    let one = request(form);
    let whole = SubventionLue { constats: Vec::new(), ..one.clone() };
    let (writes, reads) = (partie::Droits { edit: true, sign: true }, partie::Droits::default());
    let gone = [one.subvention.clone()];
    let all = std::slice::from_ref(&one);
    let title = || page("Demande de subvention");
    let mut samples = vec![
        sample("subventions", "Les demandes", &subventions::liste(title(), SUBVENTIONS, (all, &gone), true)),
        sample(
            "subventions-vides",
            "Aucune demande",
            &subventions::liste(title(), SUBVENTIONS, (&[], &[]), false),
        ),
        sample("subvention", "Une demande", &subventions::une(title(), SUBVENTIONS, (form, &one), true)),
        sample(
            "subvention-complete",
            "Complète",
            &subventions::une(title(), SUBVENTIONS, (form, &whole), true),
        ),
        sample(
            "subvention-verifier",
            "Ce qui manque",
            &subventions::verifier(title(), SUBVENTIONS, (form, &one)),
        ),
    ];
    let parts = [
        ("subvention-demande", Partie::Demande, writes),
        ("subvention-identite", Partie::Identite, writes),
        ("subvention-charges", Partie::Charges, writes),
        ("subvention-produits", Partie::Produits, writes),
        ("subvention-projet", Partie::Projet, writes),
        ("subvention-attestations", Partie::Attestations, writes),
        ("subvention-charges-lues", Partie::Charges, reads),
        ("subvention-attestations-lues", Partie::Attestations, reads),
    ];
    for (key, cle, droits) in parts {
        if let Some(view) = part(form, &one, cle, droits) {
            let view = if cle == Partie::Charges && droits.edit {
                view.refusing("montant-0", "Ce montant n'est pas lisible.")
            } else {
                view
            };
            samples.push(sample(key, "Une partie de la demande", &view));
        }
    }
    samples
}

/// All samples of objectives and of requests.
pub fn samples() -> Vec<Sample> {
    let (Ok(missions), Ok(form)) = (missions(), formulaire()) else { return Vec::new() };
    let mut all = thread_samples(missions);
    all.extend(request_samples(form));
    all
}
