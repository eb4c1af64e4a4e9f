//! Fictitious pages of groups.

use app::communaute::groupes::{FinDeMandat, GroupeLigne, GroupeVue, PieceRow, Siege};
use domain::authz::Author;
use domain::communaute::{DecisionKind, Fonction, Groupe, Mandat, ReunionState};
use domain::ids::{MandatId, PersonneId, PieceId};
use jiff::civil::date;
use uuid::Uuid;

use super::reunions::{GROUPES, REUNIONS, decision, groupe, now, page, reunion};
use super::{Sample, sample};
use crate::views::groupes::{self, GroupePage, GroupeTyped, GroupesListe, MandatTyped};

/// A document.
pub(super) fn piece() -> PieceRow {
    PieceRow {
        id: PieceId(Uuid::nil()),
        name: "Charte du groupe.pdf".into(),
        media_type: "application/pdf".into(),
        size: 482_000,
        sha256: String::new(),
        added_at: now(),
        added_by: Author::System("demo".into()),
    }
}

fn mandat(fonction: Fonction) -> Mandat {
    Mandat {
        id: MandatId(Uuid::from_u128(7)),
        groupe: groupe().id,
        personne: PersonneId(Uuid::from_u128(3)),
        fonction,
        depuis: date(2026, 1, 1),
        jusque: Some(date(2026, 12, 31)),
    }
}

fn siege(nom: &str, fonction: Fonction, court: bool) -> Siege {
    Siege { mandat: mandat(fonction), nom: nom.into(), profession: Some("10".into()), court }
}

/// All samples of groups.
pub fn samples() -> Vec<Sample> {
    let line = |closed: bool| GroupeLigne {
        groupe: Groupe { removed_at: closed.then(now), ..groupe() },
        pilotes: vec!["EXEMPLE Camille".into()],
        membres: 6,
        prochaine: (!closed).then(|| reunion(ReunionState::Prevue)),
        ouvertes: 2,
    };
    let fin = FinDeMandat {
        mandat: mandat(Fonction::Presidence),
        nom: "EXEMPLE Camille".into(),
        groupe: "Bureau".into(),
        jusque: date(2026, 12, 31),
    };
    let list = |groupes: &[GroupeLigne], fins: &[FinDeMandat]| {
        let zone = app::paris();
        let of =
            GroupesListe { base: GROUPES, reunions: REUNIONS, groupes, fins, may_create: true, zone: &zone };
        groupes::list(page("Groupes"), &of)
    };
    let full = GroupeVue {
        groupe: groupe(),
        sieges: vec![
            siege("EXEMPLE Camille", Fonction::Pilote, true),
            siege("ESSAI Alix", Fonction::Membre, false),
        ],
        decisions: vec![(decision(DecisionKind::Tache, "Appeler la mairie"), "EXEMPLE Camille".into())],
        reunions: vec![reunion(ReunionState::Tenue), reunion(ReunionState::Sondage)],
        pieces: vec![piece()],
    };
    let show = |vue: &GroupeVue, may_edit: bool| {
        let url = format!("{GROUPES}/{}", vue.groupe.id);
        let (zone, today) = (app::paris(), date(2026, 11, 22));
        let of = GroupePage { url: &url, reunions: REUNIONS, vue, may_edit, zone: &zone, now: now(), today };
        groupes::show(page("Soins non programmés"), &of)
    };
    let closed = GroupeVue {
        groupe: Groupe { removed_at: Some(now()), ..groupe() },
        sieges: vec![],
        decisions: vec![],
        reunions: vec![],
        pieces: vec![],
    };
    let typed = MandatTyped {
        q: "camille".into(),
        found: vec![
            ("3".into(), "EXEMPLE Camille".into(), "Médecin".into()),
            ("4".into(), "ESSAI Camille".into(), String::new()),
        ],
        ..MandatTyped::default()
    };
    let form =
        |is_new| groupes::group_form(page("Groupe"), (GROUPES, GROUPES), &GroupeTyped::default(), is_new);
    vec![
        sample("groupes", "Les groupes", &list(&[line(false), line(true)], &[fin])),
        sample("groupes-vide", "Aucun groupe", &list(&[], &[])),
        sample("groupe", "Un groupe", &show(&full, true)),
        sample("groupe-clos", "Un groupe clos", &show(&closed, true)),
        sample("groupe-lu", "Un groupe, lu par un membre", &show(&full, false)),
        sample("groupe-nouveau", "Créer un groupe", &form(true)),
        sample("groupe-refuse", "Un groupe refusé", &form(false).refusing("nom", "Écrivez un nom.")),
        sample(
            "mandat",
            "Donner un mandat",
            &groupes::seat_form(page("Donner un mandat"), (GROUPES, GROUPES), &typed),
        ),
        sample(
            "mandat-cherche",
            "Chercher une personne",
            &groupes::seat_form(page("Donner un mandat"), (GROUPES, GROUPES), &MandatTyped::default()),
        ),
        sample(
            "mandat-fin",
            "Fin d'un mandat",
            &groupes::end_form(page("Fin d'un mandat"), (GROUPES, GROUPES), "31/12/2026"),
        ),
    ]
}
