//! One's own account, with invented people.

use app::comptes::{HeldRole, OwnRole};
use domain::authz::{InstitutionRole, Role};
use domain::ids::{CptsId, InstitutionId, RoleId, UserId};
use jiff::Timestamp;
use uuid::Uuid;

use super::super::components::{ActionForm, Definition, Link, Notice, Tone};
use super::super::compte::{AccountView, OwnLine, forms, roles};
use super::super::connexion::{DoorFormView, SaidView, courriel_field, new_password_field};
use super::super::frame::SessionEnd;
use super::super::organisation::facteurs;
use super::super::sheet::SheetView;
use super::super::{Page, Section};
use super::{Sample, sample};

fn id(rank: u128) -> Uuid {
    Uuid::from_u128(rank)
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
}

/// 22 November 2026, 9 h.
const NOW: i64 = 1_795_338_000;
const MONTH: i64 = 30 * 86_400;

fn own_roles() -> Vec<OwnRole> {
    let role = |rank, place: &str, held, until: Option<i64>| OwnRole {
        id: RoleId(id(rank)),
        place: place.to_owned(),
        held,
        since: at(NOW - 9 * MONTH),
        until: until.map(at),
    };
    vec![
        role(1, "CPTS de la Vallée Verte", HeldRole::Cpts(CptsId(id(9)), Role::Tresorier), None),
        role(2, "CPTS de la Vallée Verte", HeldRole::Cpts(CptsId(id(9)), Role::Membre), Some(NOW - MONTH)),
        role(
            3,
            "ARS d'exemple",
            HeldRole::Institution(InstitutionId(id(8)), InstitutionRole::Instructeur),
            Some(NOW + MONTH),
        ),
    ]
}

fn line(name: &str, note: &str, end: Option<ActionForm>) -> OwnLine {
    OwnLine { name: name.into(), note: note.into(), end }
}

fn account() -> AccountView {
    let mut page = Page::new(Section::Compte, "Mon compte");
    page.notices.push(Notice::new(Tone::Success, "Votre nom est enregistré."));
    let now = NOW * 1000;
    page.frame.name = Some("Camille Exemple".into());
    page.frame.session = Some(SessionEnd { at: now + 3_600_000, now, warning: 120_000 });
    let close = ActionForm::new("Fermer cette session", "/compte/sessions/fermer").with("session", "1");
    AccountView {
        page,
        person: vec![
            Definition::new("Nom", "Camille Exemple"),
            Definition::new("Adresse e-mail", "camille@exemple.fr"),
        ],
        changes: vec![
            Link::new("Changer mon nom", "/compte/nom"),
            Link::new("Changer mon mot de passe", "/compte/mot-de-passe"),
        ],
        roles: roles(&own_roles(), at(NOW)),
        factors: vec![
            line("Application de codes", "Sur votre téléphone.", None),
            line("Codes de secours", "10 codes inutilisés.", None),
        ],
        more: vec![ActionForm::new("Créer de nouveaux codes de secours", "/compte/codes-de-secours")],
        identities: Some((
            vec![line("Pro Santé Connect", "Identité reliée le 22/11/2026.", None)],
            Link::new("Relier ou détacher une identité", "/compte/identites"),
        )),
        sessions: vec![
            line("Firefox sur Windows", "C'est la session de cette page.", None),
            line("Safari sur iPhone", "Depuis le 20/11/2026 à 8\u{a0}h\u{a0}00.", Some(close)),
        ],
        end_others: Some(ActionForm::new("Fermer toutes les autres", "/compte/sessions/autres")),
        links: vec![Link::new("Voir ou effacer mes données", "/compte/donnees")],
    }
}

/// An account that was just made.
fn new_account() -> AccountView {
    AccountView { roles: None, identities: None, end_others: None, ..account() }
}

fn page(title: &str) -> Page {
    Page::new(Section::Compte, title).under("Mon compte", "/compte")
}

fn password() -> SheetView {
    let view = forms::password(page("Changer mon mot de passe"), true);
    view.refusing("mot_de_passe_actuel", "Ce mot de passe ne convient pas. Vérifiez-le, puis recommencez.")
}

fn join() -> DoorFormView {
    let page = Page::apart("Accepter une invitation");
    let mut view = DoorFormView::new(page, "/invitation/jeton", "Créer mon compte");
    view.sentences = vec!["Vous aurez le rôle «\u{a0}Membre\u{a0}» dans CPTS de la Vallée Verte.".into()];
    view.fields = vec![courriel_field("camille@exemple"), new_password_field()];
    view.others = vec![ActionForm::new("Accepter avec Pro Santé Connect", "/connexion/psc")];
    view.links = vec![Link::new("J'ai déjà un compte", "/connexion")];
    view.wrong("courriel", "Cette adresse e-mail n'est pas complète.".into());
    view
}

fn said() -> SaidView {
    SaidView {
        page: Page::apart("Invitation"),
        sentences: vec!["Cette invitation a été envoyée à une autre adresse que la vôtre.".into()],
        actions: vec![
            ActionForm::new("Me déconnecter d'abord", "/deconnexion"),
            ActionForm::new("Accepter avec ce compte", "/invitation/jeton/accepter").with("confirmer", "oui"),
        ],
        links: vec![Link::new("Se connecter", "/connexion")],
    }
}

fn someone() -> app::organisations::Person {
    app::organisations::Person {
        user: UserId(id(1)),
        name: "Camille Exemple".into(),
        email: Some("camille@exemple.fr".into()),
        second_factor: true,
        last_sign_in: None,
        open: true,
        roles: Vec::new(),
    }
}

/// The pages of one's own account, and those of the door that are made of sentences and fields.
pub(super) fn samples() -> Vec<Sample> {
    let roles = own_roles();
    let name = forms::name(page("Changer mon nom"), "").refusing("nom", "Écrivez un nom.");
    let email = forms::email(page("Changer mon adresse e-mail"), Some("camille@exemple.fr"));
    let link = "/compte/courriel/jeton".to_owned();
    let confirm = forms::confirm_email(page("Confirmer mon adresse e-mail"), link, "camille@exemple.fr");
    let useless = forms::useless_link(page("Confirmer mon adresse e-mail"), "Ce lien a déjà servi.");
    let leave = forms::leave(page("Quitter un rôle"), &roles[0], None);
    let last = forms::leave(page("Quitter un rôle"), &roles[0], Some("Vous êtes la dernière personne."));
    let base = "/c/1/organisation/personnes/1";
    let reset = facteurs::reset(page("Retirer le second facteur"), base, &someone(), None);
    let elsewhere = facteurs::reset(
        page("Retirer le second facteur"),
        base,
        &someone(),
        Some("Cette personne a aussi un rôle ailleurs."),
    );
    vec![
        sample("compte", "Mon compte", &account()),
        sample("compte-neuf", "Un compte sans rôle", &new_account()),
        sample("compte-nom", "Changement de nom", &name),
        sample("compte-courriel", "Changement d'adresse", &email),
        sample("compte-courriel-confirmer", "Confirmation d'adresse", &confirm),
        sample("compte-courriel-perime", "Lien d'adresse qui ne sert plus", &useless),
        sample("compte-mot-de-passe", "Changement de mot de passe", &password()),
        sample("compte-role", "Départ d'un rôle", &leave),
        sample("compte-role-dernier", "Départ refusé", &last),
        sample("personne-second-facteur", "Second facteur à retirer", &reset),
        sample("personne-second-facteur-refus", "Second facteur d'une personne d'ailleurs", &elsewhere),
        sample("invitation-accepter", "Invitation à accepter", &join()),
        sample("invitation-autre-personne", "Invitation d'une autre personne", &said()),
    ]
}
