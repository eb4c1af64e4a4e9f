//! Invented people, invitations, grants and links, for the samples of several pages.

use app::Institution;
use app::organisations::{
    GrantRow, GuestLinkRow, InvitationRow, InvitationState, InvitedTo, Person, Seen, Waiting,
};
use domain::aci::contrat::{Alerte, EtatHorloge, Horloge, QuoiHorloge};
use domain::authz::{Author, InstitutionKind, Role, Subject};
use domain::communaute::structure::Echeance;
use domain::ids::{
    ContratId, CptsId, GrantId, GuestLinkId, InstitutionId, InvitationId, RoleId, StructureId, TerritoireId,
    UserId, VarianteId,
};
use domain::masque::{Masked, MaskedRow};
use domain::organisation::DatedRole;
use jiff::Timestamp;
use uuid::Uuid;

use super::super::accueil::{AccueilView, lines, sections};
use super::super::organisation::HubCard;
use super::super::{CptsUrls, Page, Section};
use super::pages::{cards, missing};

pub(super) fn id(rank: u128) -> Uuid {
    Uuid::from_u128(rank)
}

pub(super) fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

pub(super) fn now() -> Timestamp {
    at("2026-11-22T09:00:00Z")
}

pub(super) fn page(title: &str) -> Page {
    Page::of_cpts("vallee-verte", "CPTS de la Vallée Verte", Section::Organisation, title)
        .under("Organisation", CptsUrls::new("vallee-verte").organisation())
}

pub(super) fn base(path: &str) -> String {
    CptsUrls::new("vallee-verte").under(&format!("organisation/{path}"))
}

pub(super) fn role(rank: u128, role: Role, until: Option<&str>) -> DatedRole {
    DatedRole {
        id: RoleId(id(rank)),
        user: UserId(id(1)),
        role,
        since: at("2026-01-05T08:00:00Z"),
        until: until.map(at),
    }
}

pub(super) fn people() -> Vec<Person> {
    let person = |rank, name: &str, second_factor, roles| Person {
        user: UserId(id(rank)),
        name: name.to_owned(),
        email: Some(format!("personne{rank}@exemple.test")),
        second_factor,
        last_sign_in: second_factor.then(now),
        open: true,
        roles,
    };
    vec![
        person(
            1,
            "Camille Exemple",
            true,
            vec![role(11, Role::Coordinateur, None), role(12, Role::Membre, Some("2026-12-31T23:00:00Z"))],
        ),
        person(2, "Dominique Modèle", false, vec![role(13, Role::Tresorier, Some("2026-06-30T22:00:00Z"))]),
    ]
}

pub(super) fn invited() -> Vec<(InvitationRow, InvitationState)> {
    let row = |rank, name: &str, email: Option<&str>, refused| InvitationRow {
        id: InvitationId(id(rank)),
        to: InvitedTo::Cpts(CptsId(id(9))),
        name: name.to_owned(),
        email: email.map(str::to_owned),
        role: "membre".to_owned(),
        token_hash: String::new(),
        given_by: Author::Person(UserId(id(1))),
        created_at: now(),
        expires_at: at("2026-12-06T23:00:00Z"),
        accepted_at: None,
        revoked_at: None,
        refused_at: refused,
    };
    vec![
        (row(21, "Alex Exemple", Some("alex@exemple.test"), None), InvitationState::Waiting),
        (row(22, "Morgan Exemple", Some("morgan@exemple.test"), Some(now())), InvitationState::Refused),
        (row(23, "Sacha Exemple", None, None), InvitationState::Accepted),
    ]
}

pub(super) fn agency() -> Institution {
    Institution {
        id: InstitutionId(id(31)),
        kind: InstitutionKind::Ars,
        name: "Agence d'exemple".to_owned(),
        fictitious: true,
        region: None,
    }
}

pub(super) fn grant(rank: u128, subject: Subject, revoked: Option<Timestamp>) -> GrantRow {
    GrantRow {
        id: GrantId(id(rank)),
        cpts: CptsId(id(9)),
        institution: agency().id,
        subject,
        since: at("2026-01-05T08:00:00Z"),
        until: Some(at("2026-12-31T23:00:00Z")),
        given_by: Author::Person(UserId(id(1))),
        revoked_at: revoked,
        revoked_by: None,
    }
}

pub(super) fn seen() -> Vec<Seen> {
    vec![Seen {
        territoire: "Vallée Verte".to_owned(),
        variante: "Variante A".to_owned(),
        population: Some(43_946),
        partial: false,
        years: vec![2023],
        size: None,
    }]
}

pub(super) fn counts() -> (Vec<Role>, MaskedRow) {
    let cells = vec![Masked::Hidden, Masked::Shown(0), Masked::Hidden, Masked::Shown(24)];
    let roles = vec![Role::Coordinateur, Role::Bureau, Role::Tresorier, Role::Membre];
    (roles, MaskedRow { cells, total: Masked::Shown(31) })
}

pub(super) fn hub() -> Vec<HubCard> {
    let card = |title: &str, path: &str| HubCard {
        title: title.to_owned(),
        url: base(path),
        text: "Voir qui tient quel rôle.".to_owned(),
        badge: (path == "personnes").then(|| "2\u{a0}choses en attente".to_owned()),
    };
    vec![card("Personnes et rôles", "personnes"), card("Coordonnées bancaires", "banque")]
}

pub(super) fn accueil(waiting: &[Waiting]) -> AccueilView {
    let urls = CptsUrls::new("vallee-verte");
    let held = [Role::Coordinateur, Role::Tresorier, Role::Membre];
    AccueilView {
        page: Page::of_cpts(
            "vallee-verte",
            "CPTS de la Vallée Verte",
            Section::Accueil,
            "CPTS de la Vallée Verte",
        ),
        waiting: lines(waiting, &urls),
        sections: sections(&held, Some(false), &hub()),
        territoires: if waiting.is_empty() { Vec::new() } else { cards() },
        new_url: Some(urls.nouveau()),
        missing: if waiting.is_empty() { Vec::new() } else { vec![missing()] },
        contact: "Une question\u{202f}? Demandez à la coordination de votre CPTS.".to_owned(),
    }
}

pub(super) fn waiting() -> Vec<Waiting> {
    let name = || "Alex Exemple".to_owned();
    vec![
        Waiting::Violation { due: now(), late: true },
        Waiting::Demande { due: jiff::civil::date(2026, 12, 1), late: false },
        Waiting::InvitationRefused { id: InvitationId(id(21)), name: name(), at: now() },
        Waiting::InvitationExpires { id: InvitationId(id(22)), name: name(), at: now() },
        Waiting::NoSecondFactor { people: vec![(UserId(id(2)), name()), (UserId(id(3)), name())] },
        Waiting::GrantEnds {
            institution: "Agence d'exemple".to_owned(),
            subject: Subject::Effectifs,
            at: now(),
        },
        Waiting::ConventionEnds(Echeance {
            structure: StructureId(id(51)),
            nom: "Clinique d'exemple".to_owned(),
            objet: "Accueil d'internes".to_owned(),
            fin: jiff::civil::date(2026, 11, 1),
            expiree: true,
        }),
        Waiting::ContratPresse {
            contrat: ContratId(id(61)),
            titre: "Contrat d'exemple".to_owned(),
            alerte: Alerte::TresBientot,
            horloge: Horloge {
                quoi: QuoiHorloge::MiseAJourCrise,
                limite: jiff::civil::date(2026, 12, 2),
                prevu: None,
                etat: EtatHorloge::TresProche(10),
                obligatoire: true,
            },
            autres: 2,
        },
        Waiting::BankMissing,
        Waiting::AssociationIncomplete(vec!["siret", "dpo"]),
    ]
}

pub(super) fn link() -> GuestLinkRow {
    GuestLinkRow {
        id: GuestLinkId(id(41)),
        cpts: CptsId(id(9)),
        label: "Mairie d'exemple".to_owned(),
        territoire: TerritoireId(id(42)),
        variante: VarianteId(id(43)),
        given_by: Author::Person(UserId(id(1))),
        created_at: now(),
        expires_at: at("2026-12-22T23:00:00Z"),
        revoked_at: None,
        opened: 3,
    }
}
