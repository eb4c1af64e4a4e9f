//! Fictitious pages of meetings.

use app::communaute::lecture::Depassement;
use app::communaute::reunions::{CompteRenduVue, Convoque, MaReunion, ReunionVue, TacheLigne};
use domain::authz::Author;
use domain::communaute::lecture::PlafondTemps;
use domain::communaute::{
    Choix, CompteRendu, Convocation, Decision, DecisionKind, Envoi, EnvoiKind, Fonction, Groupe, GroupeFiche,
    GroupeKind, Point, Proposition, Reponse, Reunion, ReunionFiche, ReunionKind, ReunionState,
};
use domain::ids::{CompteRenduId, ConvocationId, DecisionId, GroupeId, PersonneId, PieceId, ReunionId};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::{Sample, sample};
use crate::fields::Fields;
use crate::views::page::{Page, Section};
use crate::views::reunions::compte_rendu::{self, CompteRenduPage, VersionLue};
use crate::views::reunions::formulaires::{self, HoraireTyped, ReunionTyped};
use crate::views::reunions::{self, ReunionPage, ReunionsPage, SeancePage, TachesPage, lien};

pub(super) const GROUPES: &str = "/c/vallee-verte/groupes";
pub(super) const REUNIONS: &str = "/c/vallee-verte/reunions";

pub(super) fn page(title: &str) -> Page {
    Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", Section::Communaute, title)
}

pub(super) fn now() -> Timestamp {
    Timestamp::from_second(1_795_338_000).unwrap_or(Timestamp::UNIX_EPOCH)
}

fn hours(count: i64) -> Timestamp {
    now() + jiff::SignedDuration::from_hours(count)
}

pub(super) fn groupe() -> Groupe {
    Groupe {
        id: GroupeId(Uuid::from_u128(1)),
        nom: "Soins non programmés".into(),
        kind: GroupeKind::Travail,
        fiche: GroupeFiche {
            question: "Comment répondre aux demandes du jour\u{202f}?".into(),
            prochaine_etape: "Recenser les créneaux libres.".into(),
            pieces: vec![PieceId(Uuid::nil())],
        },
        created_at: now(),
        version: 1,
        removed_at: None,
    }
}

fn point(cle: u32, titre: &str, notes: &str) -> Point {
    Point { cle, titre: titre.into(), minutes: 15, suite: None, notes: notes.into() }
}

pub(super) fn reunion(state: ReunionState) -> Reunion {
    let (debut, fin) = (hours(-2), hours(-1));
    let dated = state != ReunionState::Sondage;
    let proposed = |cle: u32| Proposition {
        cle,
        debut: hours(i64::from(cle) * 24),
        fin: hours(i64::from(cle) * 24 + 1),
    };
    Reunion {
        id: ReunionId(Uuid::from_u128(2)),
        groupe: Some(groupe().id),
        kind: ReunionKind::Groupe,
        titre: "Réunion de groupe".into(),
        state,
        debut: dated.then_some(debut),
        fin: dated.then_some(fin),
        fiche: ReunionFiche {
            lieu: "Salle des fêtes, 1 place de la Mairie, 96000 Valverte".into(),
            visio: Some("https://visio.exemple.fr/vallee".into()),
            ordre_du_jour: vec![
                point(1, "Approbation du compte rendu précédent", "Approuvé."),
                point(2, "Travail du groupe", ""),
            ],
            propositions: vec![proposed(1), proposed(2)],
            ..ReunionFiche::default()
        },
        created_at: now(),
        version: 1,
        removed_at: None,
    }
}

fn vue(state: ReunionState) -> ReunionVue {
    ReunionVue { reunion: reunion(state), groupe: Some(groupe()), zone: app::paris() }
}

fn convoques(state: ReunionState) -> Vec<Convoque> {
    let mut line =
        Convocation::new(ConvocationId(Uuid::nil()), reunion(state).id, PersonneId(Uuid::from_u128(3)));
    line.reponse = Some(Reponse::Distance);
    line.choix = [(1, Choix::Oui), (2, Choix::SiBesoin)].into();
    let debut = reunion(state).debut;
    line.envois.push(Envoi { kind: EnvoiKind::Convocation, at: now(), debut, sans_adresse: false });
    let one = |nom: &str, rank: u128, convocation: Option<Convocation>| Convoque {
        personne: PersonneId(Uuid::from_u128(rank)),
        nom: nom.into(),
        profession: None,
        fonction: convocation.is_some().then_some(Fonction::Pilote),
        joignable: convocation.is_some(),
        retirable: convocation.is_none(),
        convocation,
    };
    vec![one("EXEMPLE Camille", 3, Some(line)), one("ESSAI Alix", 4, None)]
}

pub(super) fn decision(kind: DecisionKind, texte: &str) -> Decision {
    Decision {
        id: DecisionId(Uuid::from_u128(5)),
        groupe: Some(groupe().id),
        reunion: Some(reunion(ReunionState::Tenue).id),
        point: Some(2),
        kind,
        texte: texte.into(),
        qui: Some(PersonneId(Uuid::from_u128(3))),
        pour_le: Some(date(2026, 11, 1)),
        faite_le: None,
        created_at: now(),
        version: 1,
        removed_at: None,
    }
}

/// A ceiling that the date that stands, or the first date that is proposed, would pass.
fn beyond(of: &Reunion) -> [Depassement; 1] {
    [Depassement {
        proposition: of.debut.is_none().then_some(1),
        mois: date(2026, 11, 1),
        plafond: PlafondTemps { minutes: 120 },
        appelees: 2,
        personnes: 1,
        minutes: (30, 30),
    }]
}

fn meetings() -> Vec<Sample> {
    let url = format!("{REUNIONS}/{}", reunion(ReunionState::Prevue).id);
    let show = |state, may_edit| {
        let (vue, convoques) = (vue(state), convoques(state));
        let ouverts = [decision(DecisionKind::Decision, "Écrire au conseil départemental")];
        reunions::show(
            page("Réunion de groupe"),
            &ReunionPage {
                url: &url,
                groupe_url: Some(GROUPES.into()),
                vue: &vue,
                convoques: &convoques,
                ouverts: &ouverts,
                departs: vec!["Le mercredi 2 décembre 2026, à partir de 8\u{a0}h".into()],
                may_edit,
                moi: convoques.first(),
                pieces: &[super::groupes::piece()],
                depassements: &beyond(&vue.reunion),
                participation: "/c/vallee-verte/participation",
                now: now(),
            },
        )
    };
    let list = |reunions: &[ReunionVue]| {
        let of = ReunionsPage {
            base: REUNIONS,
            reunions,
            asked: &Fields::default(),
            may_edit: true,
            may_settle: true,
            groupes: GROUPES.into(),
            now: now(),
        };
        reunions::list(page("Réunions"), &of)
    };
    let hold = |state, garde: Option<(u32, String)>| {
        let decisions = [(decision(DecisionKind::Tache, "Appeler la mairie"), "EXEMPLE Camille".to_owned())];
        let (vue, convoques) = (vue(state), convoques(state));
        let of = SeancePage {
            url: &url,
            vue: &vue,
            convoques: &convoques,
            decisions: &decisions,
            garde,
            now: now(),
        };
        reunions::hold(page("Tenir la séance"), &of)
    };
    let mine = |state| MaReunion {
        reunion: reunion(state),
        groupe: Some("Soins non programmés".into()),
        cpts: "CPTS de la Vallée Verte".into(),
        fictitious: true,
        zone: app::paris(),
        moi: convoques(state).remove(0),
    };
    let link = |state| lien::show(Page::apart("Réunion de groupe"), &mine(state), "/reunion/abcdef");
    vec![
        sample("reunions", "Les réunions", &list(&[vue(ReunionState::Tenue), vue(ReunionState::Sondage)])),
        sample("reunions-vide", "Aucune réunion", &list(&[])),
        sample("reunion", "Une réunion prévue", &show(ReunionState::Prevue, true)),
        sample("reunion-sondage", "Une réunion dont la date se choisit", &show(ReunionState::Sondage, true)),
        sample("reunion-tenue", "Une réunion tenue", &show(ReunionState::Tenue, true)),
        sample("reunion-lue", "Une réunion, lue par un membre", &show(ReunionState::Prevue, false)),
        sample("seance", "La séance", &hold(ReunionState::Prevue, None)),
        sample(
            "seance-double",
            "Deux personnes écrivent",
            &hold(ReunionState::Prevue, Some((1, "Mon texte".into()))),
        ),
        sample("seance-close", "La séance close", &hold(ReunionState::Tenue, None)),
        sample("reunion-lien", "Répondre par un lien", &link(ReunionState::Prevue)),
        sample("reunion-lien-sondage", "Choisir une date par un lien", &link(ReunionState::Sondage)),
        sample("reunion-lien-annulee", "Une réunion annulée", &link(ReunionState::Annulee)),
    ]
}

fn forms() -> Vec<Sample> {
    let double = HoraireTyped {
        jour: "25/10/2026".into(),
        debut: "2 h 30".into(),
        fin: "4 h".into(),
        laquelle: String::new(),
        double: true,
    };
    let typed = ReunionTyped {
        groupes: vec![("1".into(), "Bureau".into())],
        information: true,
        ..ReunionTyped::default()
    };
    let found = [("3".to_owned(), "EXEMPLE Camille".to_owned(), "Médecin".to_owned())];
    let ends = (REUNIONS, REUNIONS);
    vec![
        sample(
            "reunion-nouvelle",
            "Préparer une réunion",
            &formulaires::new_form(page("Préparer une réunion"), ends, &typed),
        ),
        sample(
            "reunion-modifier",
            "Modifier une réunion",
            &formulaires::edit_form(page("Modifier la réunion"), ends, &typed),
        ),
        sample(
            "reunion-date",
            "Une heure qui existe deux fois",
            &formulaires::date_form(
                page("Fixer la date"),
                (REUNIONS, "Enregistrer la date", REUNIONS),
                ("La nouvelle date part par courriel.", &double),
            ),
        ),
        sample(
            "reunion-annuler",
            "Annuler une réunion",
            &formulaires::cancel_form(page("Annuler la réunion"), ends, ""),
        ),
        sample(
            "reunion-inviter",
            "Inviter une personne",
            &formulaires::invite_form(page("Inviter une personne"), ends, ("camille", &found)),
        ),
        sample(
            "agenda",
            "S'abonner à son agenda",
            &lien::subscription(page("M'abonner à mon agenda"), REUNIONS, (true, true, None)),
        ),
        sample(
            "agenda-cree",
            "L'adresse d'un agenda",
            &lien::subscription(
                page("M'abonner à mon agenda"),
                REUNIONS,
                (true, true, Some("https://exemple.fr/agenda/abc")),
            ),
        ),
        sample(
            "agenda-sans-fiche",
            "Un compte sans fiche",
            &lien::subscription(page("M'abonner à mon agenda"), REUNIONS, (false, false, None)),
        ),
    ]
}

fn minutes() -> Vec<Sample> {
    let version = |numero: i64, sealed: bool| CompteRendu {
        id: CompteRenduId(Uuid::nil()),
        reunion: reunion(ReunionState::Tenue).id,
        numero,
        texte: "Réunion du jeudi 17 décembre 2026.\n# Participation\n2 personnes présentes.".into(),
        motif: if numero > 1 { "Nom mal écrit".into() } else { String::new() },
        approbation: if sealed { "bureau".into() } else { String::new() },
        created_at: now(),
        author: Author::System("demo".into()),
        version: 1,
        scelle_at: sealed.then(now),
        scelle_par: None,
        empreinte: sealed.then(|| "a".repeat(64)),
    };
    let read = |numero, sealed, intact| VersionLue {
        vue: CompteRenduVue { version: version(numero, sealed), intact },
        mentions: vec![if sealed { "Approuvé par le bureau.".into() } else { "Brouillon.".into() }],
    };
    let show = |versions: &[VersionLue], may_edit| {
        let of = CompteRenduPage {
            url: "/c/vallee-verte/reunions/2/compte-rendu",
            reunion: "/c/vallee-verte/reunions/2",
            versions,
            tenue: true,
            may_edit,
            bureau: true,
            approbateurs: &[("9".into(), "Réunion de groupe suivante".into())],
            typed: None,
        };
        compte_rendu::show(page("Compte rendu"), &of)
    };
    let task = TacheLigne {
        decision: decision(DecisionKind::Tache, "Appeler la mairie"),
        qui: "EXEMPLE Camille".into(),
        groupe: "Bureau".into(),
        reunion: "Réunion de bureau".into(),
        mienne: true,
    };
    let tasks = |lignes: &[TacheLigne]| {
        let of = TachesPage {
            base: "/c/vallee-verte/reunions/taches",
            lignes,
            asked: &Fields::default(),
            today: date(2026, 11, 22),
        };
        reunions::tasks(page("Décisions et tâches"), &of)
    };
    vec![
        sample("compte-rendu-vide", "Compte rendu à préparer", &show(&[], true)),
        sample("compte-rendu", "Compte rendu à relire", &show(&[read(1, false, true)], true)),
        sample(
            "compte-rendu-scelle",
            "Compte rendu scellé",
            &show(&[read(1, true, false), read(2, true, true)], true),
        ),
        sample("compte-rendu-lu", "Compte rendu, lu par un membre", &show(&[read(1, true, true)], false)),
        sample("taches", "Décisions et tâches", &tasks(&[task])),
        sample("taches-vide", "Aucune tâche", &tasks(&[])),
    ]
}

/// All samples of meetings.
pub fn samples() -> Vec<Sample> {
    let mut all = meetings();
    all.extend(forms());
    all.extend(minutes());
    all
}
