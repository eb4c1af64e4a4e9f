//! Homes, people, invitations, grants, guests, the association and the operator, with invented data.

use app::Cpts;
use app::organisations::{
    Association, BankAccount, BankShown, GrantRow, Grants, GuestLinkRow, InstanceHome, InstitutionHome,
    LinkState, Organisation, Readable, Seated,
};
use domain::authz::{Author, InstitutionRole, Role, Subject};
use domain::ids::{CptsId, RoleId, UserId};
use domain::organisation::read_invitations;

use super::super::instance::Typed as InstanceTyped;
use super::super::organisation::{
    HubView, association, autorisations, droits, invitations, partages, personnes, plusieurs, roles,
};
use super::super::{Page, Section, home, instance, institution, partage};
use super::people::*;
use super::{Sample, sample};

/// The homes.
fn homes() -> Vec<Sample> {
    let own = |readable| InstitutionHome {
        institution: agency(),
        readable,
        over: vec![("CPTS des Monts".to_owned(), grant(33, Subject::Territoire, Some(now())))],
        dossiers: Some((3, 1)),
    };
    let readable = Readable {
        cpts: CptsId(id(9)),
        name: "CPTS de la Vallée Verte".to_owned(),
        grants: vec![grant(31, Subject::Territoire, None), grant(32, Subject::Effectifs, None)],
        territories: Some(seen()),
        counts: Some(counts()),
    };
    let page = || Page::new(Section::Accueil, "Agence d'exemple");
    vec![
        sample("bienvenue", "Bienvenue", &home::welcome(false)),
        sample("bienvenue-premier", "Bienvenue, sans compte", &home::welcome(true)),
        sample("sans-role", "Compte sans rôle", &home::without_role()),
        sample("organisations", "Choix d'une organisation", &home::chooser(hub())),
        sample("accueil", "Accueil d'une CPTS", &accueil(&waiting())),
        sample("accueil-vide", "Accueil où rien n'attend", &accueil(&[])),
        sample("institution", "Accueil d'une institution", &institution::show(page(), &own(vec![readable]))),
        sample("institution-vide", "Institution sans autorisation", &institution::show(page(), &own(vec![]))),
        sample(
            "partage-fini",
            "Lien expiré",
            &partage::over(
                Page::apart("Ce lien ne montre plus rien"),
                "Ce lien a expiré.",
                "CPTS de la Vallée Verte",
            ),
        ),
        sample(
            "partage-inconnu",
            "Lien inconnu",
            &partage::unknown(Page::apart("Ce lien n'est pas reconnu")),
        ),
    ]
}

/// People and invitations.
fn persons() -> Vec<Sample> {
    let people = people();
    let filter = personnes::Filter { text: "camille".to_owned(), role: Some(Role::Membre) };
    let typed = invitations::Typed {
        email: "camille".to_owned(),
        errors: vec![
            ("nom", "Écrivez un nom.".to_owned()),
            ("courriel", "Il manque le signe @ à cette adresse.".to_owned()),
        ],
        ..invitations::Typed::default()
    };
    let pasted = "Alex Exemple; alex@exemple.test; membre\nSacha; sacha; chef";
    let read = read_invitations(pasted);
    let rows = invited();
    let own = base("personnes/1");
    vec![
        sample("hub", "Organisation", &HubView { page: page("Organisation"), cards: hub() }),
        sample(
            "personnes",
            "Personnes",
            &personnes::list(
                page("Personnes et rôles"),
                &base("personnes"),
                (&people, 2, now()),
                &filter,
                true,
            ),
        ),
        sample(
            "personnes-vide",
            "Personnes, recherche vide",
            &personnes::list(page("Personnes et rôles"), &base("personnes"), (&[], 2, now()), &filter, false),
        ),
        sample(
            "personne",
            "Une personne",
            &personnes::show(page("Camille Exemple"), &own, (&people[0], now()), true),
        ),
        sample(
            "role-donner",
            "Donner un rôle",
            &roles::give(page("Donner un rôle"), &own, "Camille Exemple", ("", "")),
        ),
        sample(
            "role-fin",
            "Retirer un rôle",
            &roles::end(page("Retirer un rôle"), &own, ("Camille Exemple", &people[0].roles[0]), ""),
        ),
        sample("depart", "Départ", &roles::depart(page("Enregistrer un départ"), &own, (&people[0], now()))),
        sample(
            "invitations",
            "Invitations",
            &invitations::list(page("Invitations"), &base("invitations"), &rows, true),
        ),
        sample(
            "invitations-vide",
            "Aucune invitation",
            &invitations::list(page("Invitations"), &base("invitations"), &[], false),
        ),
        sample(
            "invitation",
            "Une invitation refusée",
            &invitations::show(
                page("Morgan Exemple"),
                &base("invitations/22"),
                (&rows[1].0, rows[1].1, "Camille Exemple"),
                true,
            ),
        ),
        sample(
            "inviter",
            "Inviter, erreurs",
            &invitations::new(page("Inviter une personne"), &base("invitations"), &typed),
        ),
        sample(
            "code",
            "Code à donner",
            &invitations::code(
                page("Code à donner"),
                &base("invitations/23"),
                ("ACDE-FGHJ-KMNP", "https://maillage.exemple.fr/invitation", now()),
            ),
        ),
        sample(
            "plusieurs",
            "Plusieurs, à corriger",
            &plusieurs::preview(
                plusieurs::form(page("Inviter plusieurs personnes"), &base("invitations"), pasted),
                &read,
            ),
        ),
        sample(
            "plusieurs-pret",
            "Plusieurs, prêtes",
            &plusieurs::preview(
                plusieurs::form(page("Inviter plusieurs personnes"), &base("invitations"), pasted),
                &read[..1],
            ),
        ),
        sample("droits", "Qui peut quoi", &droits::show(page("Qui peut quoi"), &[Role::Membre])),
    ]
}

/// Grants, guests, the association, the operator.
fn records() -> Vec<Sample> {
    let grants = Grants {
        open: vec![grant(31, Subject::Territoire, None)],
        over: vec![grant(32, Subject::Effectifs, Some(now()))],
        institutions: vec![agency()],
    };
    let author = |_: &GrantRow| "Camille Exemple".to_owned();
    let preview = autorisations::Preview { territories: Some(seen()), counts: Some(counts()) };
    let sheets = vec![(format!("{}/{}", id(42), id(43)), "Vallée Verte, Variante A".to_owned())];
    let links =
        [(link(), LinkState::Open), (GuestLinkRow { revoked_at: Some(now()), ..link() }, LinkState::Revoked)];
    let authors = vec!["Camille Exemple".to_owned(); 2];
    let record = Association {
        siret: Some("73282932000074".to_owned()),
        phone: Some("+33426030690".to_owned()),
        ..Association::default()
    };
    let bank = BankShown {
        account: BankAccount {
            holder: "CPTS de la Vallée Verte".to_owned(),
            iban: String::new(),
            iban_end: "FR76 •••• 0189".to_owned(),
            bic: None,
            changed_at: now(),
            changed_by: Author::Person(UserId(id(1))),
        },
        iban: None,
    };
    let wrong = association::BankTyped {
        iban: "FR76".to_owned(),
        errors: vec![("iban", "Cet IBAN contient 4 caractères. Il en faut 27.".to_owned())],
        ..association::BankTyped::default()
    };
    vec![
        sample(
            "autorisations",
            "Autorisations",
            &autorisations::list(
                page("Autorisations"),
                &base("autorisations"),
                (&grants, &author),
                &preview,
                true,
            ),
        ),
        sample(
            "autorisation-signer",
            "Signer",
            &autorisations::new(
                page("Signer une autorisation"),
                &base("autorisations"),
                (&[agency()], &preview),
                &autorisations::Typed::default(),
            ),
        ),
        sample(
            "autorisation-retirer",
            "Retirer",
            &autorisations::revoke(
                page("Retirer une autorisation"),
                &base("autorisations"),
                (&grants.open[0], "Agence d'exemple"),
            ),
        ),
        sample(
            "partages",
            "Partages",
            &partages::list(page("Partages"), &base("partages"), (&links, &authors), &sheets),
        ),
        sample(
            "partager",
            "Partager",
            &partages::new(
                page("Partager une fiche"),
                &base("partages"),
                (&sheets, 90),
                &partages::Typed::default(),
            ),
        ),
        sample(
            "partage-lien",
            "Lien à donner",
            &partages::link(
                page("Lien à donner"),
                &base("partages"),
                ("https://maillage.exemple.fr/partage/abc", now()),
            ),
        ),
        sample(
            "partage-retirer",
            "Retirer un lien",
            &partages::revoke(page("Retirer un lien"), &base("partages"), &link()),
        ),
        sample(
            "association",
            "Association",
            &association::show(page("Fiche de l'association"), &base("association"), &record, true),
        ),
        sample(
            "association-modifier",
            "Corriger la fiche",
            &association::edit(
                page("Corriger la fiche"),
                &base("association"),
                &association::Typed::recorded(&record),
            ),
        ),
        sample(
            "banque",
            "Banque",
            &association::bank(
                page("Coordonnées bancaires"),
                &base("banque"),
                (Some(&bank), "le 22/11/2026"),
                true,
            ),
        ),
        sample(
            "banque-vide",
            "Banque vide",
            &association::bank(page("Coordonnées bancaires"), &base("banque"), (None, ""), false),
        ),
        sample(
            "banque-modifier",
            "Banque, erreur",
            &association::edit_bank(page("Changer les coordonnées"), &base("banque"), &wrong),
        ),
    ]
}

/// The operator.
fn operator() -> Vec<Sample> {
    let page = |title: &str| Page::new(Section::Instance, title).under("Instance", "/instance");
    let cpts = Cpts { id: CptsId(id(9)), name: "CPTS de la Vallée Verte".to_owned(), fictitious: true };
    let home = InstanceHome {
        cpts: vec![Organisation { cpts, governed: false }],
        institutions: vec![agency()],
        accounts: (12, 11),
    };
    let seat = Seated {
        id: RoleId(id(51)),
        user: UserId(id(1)),
        name: "Camille Exemple".to_owned(),
        role: InstitutionRole::Instructeur,
        since: now(),
        until: None,
    };
    let typed =
        InstanceTyped { errors: vec![("nom", "Écrivez un nom.".to_owned())], ..InstanceTyped::default() };
    let none = InstanceTyped::default();
    let regions = [("90".to_owned(), "Région Imaginaire")];
    vec![
        sample("instance", "Instance", &instance::show(Page::new(Section::Instance, "Instance"), &home)),
        sample("instance-cpts", "Créer une CPTS", &instance::new_cpts(page("Créer une CPTS"), &typed)),
        sample(
            "instance-institution",
            "Créer une institution",
            &instance::new_institution(page("Créer une institution"), &none, &regions),
        ),
        sample(
            "instance-inviter",
            "Première personne",
            &instance::cpts_page(page("CPTS de la Vallée Verte"), ("9", false), &invited(), &none),
        ),
        sample(
            "instance-personnes",
            "Personnes d'une institution",
            &instance::institution_page(
                page("Agence d'exemple"),
                (&agency(), &regions),
                (std::slice::from_ref(&seat), &[]),
                &none,
            ),
        ),
        sample(
            "instance-fin",
            "Retirer un rôle",
            &instance::end_seat(page("Retirer un rôle"), "/instance/institutions/1", &seat),
        ),
    ]
}

/// All of them.
pub(super) fn samples() -> Vec<Sample> {
    let mut all = homes();
    all.extend(persons());
    all.extend(records());
    all.extend(operator());
    all
}
