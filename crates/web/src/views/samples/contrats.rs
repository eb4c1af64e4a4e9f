//! Samples of contracts.

use domain::aci::contrat::{
    Contrat, ContratFiche, ContratLu, SuiviMission, TermesTapes, VersionContrat, alertes, horloges,
    lire_termes,
};
use domain::aci::missions::missions;
use domain::aci::preuve::{OriginePreuve, Preuve, PreuveFiche, TypePreuve};
use domain::aci::regles::regles;
use domain::aci::taille::Taille;
use domain::aci::tarif::tarifs;
use domain::authz::Author;
use domain::ids::{ContratId, PieceId, PreuveId, VersionContratId};
use jiff::Timestamp;
use jiff::civil::{Date, date};
use uuid::Uuid;

use super::{Sample, sample};
use crate::views::contrats::tarifs::Comparaison;
use crate::views::contrats::termes::{self, Tables};
use crate::views::contrats::{Droits, liste, missions as vue_missions, tarifs as vue_tarifs, un, versions};
use crate::views::{Page, Section};

const BASE: &str = "/c/1/contrats";
const URL: &str = "/c/1/contrats/3";
/// Identifier of the evidence.
const PROTOCOLE: u128 = 77;
const TODAY: Date = date(2026, 11, 22);

fn page(title: &str) -> Page {
    Page::of_cpts("1", "CPTS de la Vallée Verte", Section::Contrat, title)
}

fn typed() -> TermesTapes {
    let fields = [
        ("signature", "15/04/2025"),
        ("tarif", "avenant-2"),
        ("partie_cpts", "CPTS de la Vallée Verte"),
        ("partie_cpam", "CPAM du Département imaginaire"),
        ("partie_ars", "ARS de la Région imaginaire"),
        ("base_jours", "exact"),
        ("dernier_jour", "veille"),
        ("demarrage", "remplace"),
        ("variable_premiere_annee", "entiere"),
        ("taille_1", "T3"),
        ("taille_2", "T3"),
        ("taille_3", "T3"),
        ("taille_4", "T3"),
        ("taille_5", "T2"),
        ("debut_acces", "15/10/2025"),
        ("debut_parcours", "15/04/2026"),
        ("debut_prevention", "15/04/2026"),
        ("debut_crise", "15/10/2025"),
    ];
    let keys = ["acces", "parcours", "prevention", "crise"];
    TermesTapes {
        champs: fields.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        missions: keys.map(str::to_owned).into(),
    }
}

/// A contract with an avenant; its access mission has started.
pub(super) fn contrat() -> Option<ContratLu> {
    let signed = lire_termes(&typed(), None).ok()?.ok()?;
    let mut after = signed.clone();
    let poste = domain::aci::poste::Poste::Fixe("parcours".into());
    after.annees[2].montants.insert(poste, domain::montant::Montant::euros(46_000));
    let id = ContratId(Uuid::from_u128(3));
    let version = |numero: i64, terms: &domain::aci::contrat::Termes, objet: &str| VersionContrat {
        id: VersionContratId(Uuid::from_u128(30)),
        contrat: id,
        numero,
        signe_le: if numero == 0 { terms.signature } else { date(2026, 6, 1) },
        effet_le: if numero == 0 { terms.signature } else { date(2026, 6, 1) },
        objet: objet.into(),
        termes: terms.clone(),
        by: Author::System("essai".into()),
        created_at: Timestamp::UNIX_EPOCH,
    };
    let mut fiche = ContratFiche::default();
    let preuve = Some(PreuveId(Uuid::from_u128(PROTOCOLE)));
    let start = SuiviMission { debut: Some(date(2025, 10, 1)), preuve, ..SuiviMission::default() };
    fiche.suivi.missions.insert("acces".into(), start);
    fiche.suivi.manque = vec!["Relevé d'identité bancaire".into()];
    let contrat = Contrat {
        id,
        titre: "Contrat ACI 2025-2030".into(),
        fiche,
        created_at: Timestamp::UNIX_EPOCH,
        version: 4,
        removed_at: None,
    };
    let versions = vec![version(0, &signed, ""), version(1, &after, "Parcours renforcé la troisième année")];
    Some(ContratLu { contrat, versions })
}

/// What shows the start of its access mission.
fn protocole(contrat: ContratId) -> Preuve {
    Preuve {
        id: PreuveId(Uuid::from_u128(PROTOCOLE)),
        contrat,
        kind: TypePreuve::Protocole,
        titre: "Protocole d'orientation".into(),
        le: date(2025, 9, 28),
        piece: PieceId(Uuid::from_u128(PROTOCOLE)),
        sha256: "b".repeat(64),
        fiche: PreuveFiche {
            origine: OriginePreuve::Fichier,
            fichier: "protocole.pdf".into(),
            media_type: "application/pdf".into(),
            octets: 48_000,
            indicateurs: Vec::new(),
            retrait: None,
        },
        by: Author::System("essai".into()),
        created_at: Timestamp::UNIX_EPOCH,
        version: 1,
    }
}

/// All of them.
pub(super) fn samples() -> Vec<Sample> {
    let (Some(signed), Ok(missions), Ok(regles), Ok(tarifs)) = (contrat(), missions(), regles(), tarifs())
    else {
        return Vec::new();
    };
    let tables = Tables { missions, regles, tarifs };
    let droits = Droits { edit: true, sign: true, argent: true, preuves: true, dialogues: true };
    let mut draft = signed.clone();
    let held = draft.versions.pop().map(|version| version.termes);
    draft.contrat.fiche.brouillon.clone_from(&held);
    let before = ContratLu { versions: Vec::new(), ..draft.clone() };
    let pressing = alertes(&signed, TODAY).unwrap_or_default();
    let clocks = horloges(&signed, TODAY).unwrap_or_default();
    let vault = [protocole(signed.contrat.id)];
    let regard = vue_missions::Regard {
        one: &signed,
        horloges: &clocks,
        pressing: &pressing,
        regles,
        preuves: &vault,
        edit: true,
    };
    let bare = vue_missions::Regard { preuves: &[], ..regard.clone() };
    let Some(terms) = held else { return Vec::new() };
    let chosen = Comparaison { taille: Taille::T3, avant: 0, apres: 1 };
    let here = [signed.clone(), before.clone()];
    let empty = termes::neuf(tables, ("CPTS de la Vallée Verte", Some(Taille::T3)));
    let amounts = termes::montants(page("Montants de l'année 1"), URL, (&draft, &terms), (1, &|_| None));
    vec![
        sample("contrats", "Contrats", &liste(page("Contrats"), BASE, (&here, &[]), (TODAY, droits))),
        sample(
            "contrats-vide",
            "Aucun contrat",
            &liste(page("Contrats"), BASE, (&[], std::slice::from_ref(&before)), (TODAY, droits)),
        ),
        sample(
            "contrat",
            "Un contrat signé",
            &un(page("Contrat ACI"), URL, (&signed, &pressing), (TODAY, droits)),
        ),
        sample(
            "contrat-brouillon",
            "Un contrat en préparation",
            &un(page("Contrat ACI"), URL, (&before, &[]), (TODAY, droits)),
        ),
        sample(
            "contrat-avenant",
            "Un avenant en préparation",
            &un(page("Contrat ACI"), URL, (&draft, &[]), (TODAY, droits)),
        ),
        sample(
            "contrat-nouveau",
            "Préparer un contrat",
            &termes::nouveau(page("Préparer un contrat"), BASE, tables, ("", &empty)),
        ),
        sample(
            "contrat-termes",
            "Corriger les termes",
            &termes::corriger(page("Corriger les termes"), URL, &draft, (tables, &termes::tapes(&terms))),
        ),
        sample("contrat-montants", "Montants d'une année", &amounts),
        sample(
            "contrat-signer",
            "Signer un avenant",
            &versions::signer(page("Signer l'avenant"), URL, (&draft, &terms)),
        ),
        sample(
            "contrat-version",
            "Une version signée",
            &versions::une(page("Avenant 1"), &signed, &signed.versions[1]),
        ),
        sample(
            "contrat-missions",
            "Missions et délais",
            &vue_missions::page(page("Missions et délais"), URL, &regard),
        ),
        sample(
            "contrat-missions-sans-preuve",
            "Missions d'un contrat dont le coffre est vide",
            &vue_missions::page(page("Missions et délais"), URL, &bare),
        ),
        sample(
            "tarifs-aci",
            "Tarifs de l'accord",
            &vue_tarifs::page(
                Page::new(Section::Regles, "Tarifs et règles du contrat ACI"),
                (tarifs, regles),
                chosen,
            ),
        ),
    ]
}
