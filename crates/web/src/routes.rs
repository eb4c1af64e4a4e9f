//! The table of routes. The router is built from it and from nothing else.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::Method;
use axum::routing::{get, post};
use domain::authz::{
    EditTerritoire, InstitutionPermission, InstitutionRole, Permission, PermissionLine, ReadTerritoire,
};

use domain::authz::{
    EditTraitements, ManageDemandes, ManageRoles, ManageViolations, ReadJournal, ReadTraitements,
};

use crate::pages::exploitation::{backups, jobs, mails};
use crate::pages::journal;
use crate::pages::organisation::{
    self, association, autorisations, droits, invitations, partages, personnes, plusieurs, roles,
};
use crate::pages::rgpd::{compte as rgpd_compte, conservation, demandes, registre, violations};
use crate::pages::{accueil, instance as operator, institution, partage};
use crate::pages::{
    compte, composer, connexion, datasets, downloads, geo, guide, home, preview, rules, territoire, territoires,
    variante,
};
use crate::state::Web;
use domain::authz::{
    EditAssociation, EditBanque, ManageAutorisations, ManagePartages, ReadAccueil, ReadAssociation,
    ReadAutorisations, ReadBanque, ReadDroits, ReadInstitution, ReadPersonnes,
};

/// A route and who may take it.
pub struct Route {
    /// Method.
    pub method: Method,
    /// Pattern of the address.
    pub path: &'static str,
    /// Who may take it.
    pub access: Access,
    add: fn(Router<Web>, &'static str) -> Router<Web>,
}

/// Who may take a route.
#[derive(Clone, Copy, Debug)]
pub enum Access {
    /// Everyone.
    Public,
    /// Everyone who signed in, for their own account; with a recent confirmation when `confirmed`.
    Account {
        /// Whether a recent proof of identity is asked.
        confirmed: bool,
    },
    /// Who holds a permission in the CPTS of the address.
    Cpts(PermissionLine),
    /// Who holds a permission in the institution of the address: key, roles.
    Institution(&'static str, &'static [InstitutionRole]),
    /// The operator.
    Instance,
}

type Add = fn(Router<Web>, &'static str) -> Router<Web>;

const fn public(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Public, add }
}

const fn account(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Account { confirmed: false }, add }
}

const fn confirmed(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Account { confirmed: true }, add }
}

const fn route<P: Permission>(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Cpts(P::LINE), add }
}

const fn within<P: InstitutionPermission>(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Institution(P::KEY, P::GRANTED_TO), add }
}

const fn instance(method: Method, path: &'static str, add: Add) -> Route {
    Route { method, path, access: Access::Instance, add }
}

/// Largest list or workbook that the composer accepts, in bytes.
const MAX_FILE: usize = 20 * 1024 * 1024;

macro_rules! territoires {
    ($rest:literal) => {
        concat!("/c/{cpts}/territoires", $rest)
    };
}
macro_rules! variantes {
    ($rest:literal) => {
        concat!("/c/{cpts}/territoires/{territoire}/variantes/{variante}", $rest)
    };
}

macro_rules! organisation {
    ($rest:literal) => {
        concat!("/c/{cpts}/organisation", $rest)
    };
}

/// Every page and action.
pub const ROUTES: &[Route] = &[
    public(Method::GET, "/", |r, p| r.route(p, get(home::show))),
    public(Method::GET, "/donnees", |r, p| r.route(p, get(datasets::list))),
    public(Method::GET, "/donnees/{dataset}", |r, p| r.route(p, get(datasets::report))),
    public(Method::GET, "/regles", |r, p| r.route(p, get(rules::show))),
    public(Method::GET, "/aide", |r, p| r.route(p, get(guide::list))),
    public(Method::GET, "/aide/{page}", |r, p| r.route(p, get(guide::page))),
    public(Method::GET, "/accessibilite", |r, p| r.route(p, get(guide::accessibility))),
    public(Method::GET, "/connexion", |r, p| r.route(p, get(connexion::signin::show))),
    public(Method::POST, "/connexion", |r, p| r.route(p, post(connexion::signin::enter))),
    public(Method::POST, "/connexion/cle-acces", |r, p| r.route(p, post(connexion::passkey::sign_in))),
    public(Method::POST, "/connexion/cle-acces/reponse", |r, p| {
        r.route(p, post(connexion::passkey::sign_in_answer))
    }),
    public(Method::GET, "/invitation", |r, p| r.route(p, get(connexion::invitation::ask))),
    public(Method::POST, "/invitation", |r, p| r.route(p, post(connexion::invitation::open))),
    public(Method::GET, "/invitation/{jeton}", |r, p| r.route(p, get(connexion::invitation::show))),
    public(Method::POST, "/invitation/{jeton}", |r, p| r.route(p, post(connexion::invitation::join))),
    account(Method::POST, "/invitation/{jeton}/accepter", |r, p| {
        r.route(p, post(connexion::invitation::accept))
    }),
    public(Method::GET, "/mot-de-passe-oublie", |r, p| r.route(p, get(connexion::password::ask))),
    public(Method::POST, "/mot-de-passe-oublie", |r, p| r.route(p, post(connexion::password::send))),
    public(Method::GET, "/mot-de-passe/{jeton}", |r, p| r.route(p, get(connexion::password::show))),
    public(Method::POST, "/mot-de-passe/{jeton}", |r, p| r.route(p, post(connexion::password::choose))),
    public(Method::POST, "/deconnexion", |r, p| r.route(p, post(connexion::signin::leave))),
    public(Method::POST, "/demo/entrer", |r, p| r.route(p, post(connexion::signin::demo))),
    public(Method::POST, "/connexion/{fournisseur}", |r, p| r.route(p, post(connexion::externe::start))),
    public(Method::GET, "/connexion/{fournisseur}/retour", |r, p| r.route(p, get(connexion::externe::back))),
    public(Method::GET, "/connexion/{fournisseur}/activite", |r, p| {
        r.route(p, get(connexion::externe::practices))
    }),
    public(Method::POST, "/connexion/{fournisseur}/activite", |r, p| {
        r.route(p, post(connexion::externe::choose))
    }),
    account(Method::GET, "/compte", |r, p| r.route(p, get(compte::show))),
    account(Method::POST, "/compte/sessions/fermer", |r, p| r.route(p, post(compte::end_session))),
    account(Method::POST, "/compte/sessions/autres", |r, p| r.route(p, post(compte::end_others))),
    confirmed(Method::POST, "/compte/facteurs/retirer", |r, p| r.route(p, post(compte::remove_factor))),
    confirmed(Method::POST, "/compte/codes-de-secours", |r, p| r.route(p, post(compte::new_codes))),
    account(Method::GET, "/compte/identites", |r, p| r.route(p, get(connexion::identites::list))),
    confirmed(Method::POST, "/compte/identites/relier", |r, p| {
        r.route(p, post(connexion::identites::attach))
    }),
    confirmed(Method::POST, "/compte/identites/detacher", |r, p| {
        r.route(p, post(connexion::identites::detach))
    }),
    account(Method::GET, "/second-facteur", |r, p| r.route(p, get(connexion::factor::show))),
    account(Method::POST, "/second-facteur", |r, p| r.route(p, post(connexion::factor::give))),
    account(Method::POST, "/second-facteur/cle-acces", |r, p| r.route(p, post(connexion::passkey::factor))),
    account(Method::POST, "/second-facteur/cle-acces/reponse", |r, p| {
        r.route(p, post(connexion::passkey::answer))
    }),
    account(Method::POST, "/second-facteur/application", |r, p| r.route(p, post(connexion::setup::totp))),
    account(Method::POST, "/second-facteur/application/code", |r, p| {
        r.route(p, post(connexion::setup::totp_code))
    }),
    account(Method::POST, "/second-facteur/cle", |r, p| r.route(p, post(connexion::setup::passkey))),
    account(Method::POST, "/second-facteur/cle/reponse", |r, p| {
        r.route(p, post(connexion::setup::passkey_answer))
    }),
    account(Method::GET, "/confirmer", |r, p| r.route(p, get(connexion::confirm::show))),
    account(Method::POST, "/confirmer", |r, p| r.route(p, post(connexion::confirm::confirm))),
    account(Method::POST, "/confirmer/cle-acces", |r, p| r.route(p, post(connexion::passkey::confirm))),
    account(Method::POST, "/confirmer/cle-acces/reponse", |r, p| {
        r.route(p, post(connexion::passkey::answer))
    }),
    public(Method::GET, "/geo/communes/{departement}", |r, p| r.route(p, get(geo::communes))),
    public(Method::GET, "/geo/iris/{departement}", |r, p| r.route(p, get(geo::iris))),
    route::<ReadTerritoire>(Method::GET, territoires!(""), |r, p| r.route(p, get(territoires::list))),
    route::<EditTerritoire>(Method::GET, territoires!("/nouveau"), |r, p| r.route(p, get(territoires::new))),
    route::<EditTerritoire>(Method::POST, territoires!("/nouveau"), |r, p| {
        r.route(p, post(territoires::create))
    }),
    route::<ReadTerritoire>(Method::GET, territoires!("/{territoire}"), |r, p| {
        r.route(p, get(territoire::show))
    }),
    route::<EditTerritoire>(Method::POST, territoires!("/{territoire}/variantes"), |r, p| {
        r.route(p, post(territoire::add_variante))
    }),
    route::<ReadTerritoire>(Method::GET, variantes!(""), |r, p| r.route(p, get(variante::show))),
    route::<EditTerritoire>(Method::POST, variantes!("/reference"), |r, p| {
        r.route(p, post(territoire::choose_reference))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/renommer"), |r, p| {
        r.route(p, post(territoire::rename))
    }),
    route::<EditTerritoire>(Method::GET, variantes!("/supprimer"), |r, p| {
        r.route(p, get(territoire::confirm_remove))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/supprimer"), |r, p| {
        r.route(p, post(territoire::remove))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/retablir"), |r, p| {
        r.route(p, post(territoire::restore))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/population"), |r, p| {
        r.route(p, post(variante::declare))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/restaurer"), |r, p| {
        r.route(p, post(variante::restore))
    }),
    route::<EditTerritoire>(Method::GET, variantes!("/composer"), |r, p| r.route(p, get(composer::show))),
    route::<EditTerritoire>(Method::POST, variantes!("/ajouter"), |r, p| r.route(p, post(composer::add))),
    route::<EditTerritoire>(Method::POST, variantes!("/retirer"), |r, p| r.route(p, post(composer::remove))),
    route::<EditTerritoire>(Method::POST, variantes!("/epci"), |r, p| r.route(p, post(composer::add_epci))),
    route::<EditTerritoire>(Method::POST, variantes!("/coller"), |r, p| r.route(p, post(preview::paste))),
    route::<EditTerritoire>(Method::POST, variantes!("/fichier"), |r, p| {
        r.route(p, post(preview::file).layer(DefaultBodyLimit::max(MAX_FILE)))
    }),
    route::<EditTerritoire>(Method::POST, variantes!("/appliquer"), |r, p| r.route(p, post(preview::apply))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.pdf"), |r, p| r.route(p, get(downloads::pdf))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.xlsx"), |r, p| r.route(p, get(downloads::xlsx))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.csv"), |r, p| r.route(p, get(downloads::csv))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.geojson"), |r, p| {
        r.route(p, get(downloads::geojson))
    }),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.json"), |r, p| r.route(p, get(downloads::json))),
    route::<ReadTerritoire>(Method::GET, variantes!("/fiche.svg"), |r, p| r.route(p, get(downloads::svg))),
    public(Method::GET, "/notice/{cpts}", |r, p| r.route(p, get(registre::public_notice))),
    account(Method::GET, "/compte/donnees", |r, p| r.route(p, get(rgpd_compte::show))),
    confirmed(Method::GET, "/compte/donnees.csv", |r, p| r.route(p, get(rgpd_compte::csv))),
    confirmed(Method::GET, "/compte/donnees.json", |r, p| r.route(p, get(rgpd_compte::json))),
    account(Method::POST, "/compte/donnees/demande", |r, p| r.route(p, post(rgpd_compte::request))),
    account(Method::GET, "/compte/effacement", |r, p| r.route(p, get(rgpd_compte::confirm_erase))),
    confirmed(Method::POST, "/compte/effacement", |r, p| r.route(p, post(rgpd_compte::erase))),
    instance(Method::GET, "/instance/conservation", |r, p| r.route(p, get(conservation::instance))),
    route::<ReadJournal>(Method::GET, organisation!("/journal"), |r, p| r.route(p, get(journal::show))),
    route::<ReadJournal>(Method::GET, organisation!("/journal.csv"), |r, p| r.route(p, get(journal::csv))),
    route::<ReadJournal>(Method::GET, organisation!("/journal.jsonl"), |r, p| {
        r.route(p, get(journal::jsonl))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/notice"), |r, p| {
        r.route(p, get(registre::own_notice))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/conservation"), |r, p| {
        r.route(p, get(conservation::show))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/traitements"), |r, p| {
        r.route(p, get(registre::list))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/traitements.pdf"), |r, p| {
        r.route(p, get(registre::pdf))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/traitements.xlsx"), |r, p| {
        r.route(p, get(registre::xlsx))
    }),
    route::<ReadTraitements>(Method::GET, organisation!("/traitements.csv"), |r, p| {
        r.route(p, get(registre::csv))
    }),
    route::<EditTraitements>(Method::GET, organisation!("/traitements/nouveau"), |r, p| {
        r.route(p, get(registre::new))
    }),
    route::<EditTraitements>(Method::POST, organisation!("/traitements/nouveau"), |r, p| {
        r.route(p, post(registre::create))
    }),
    route::<EditTraitements>(Method::GET, organisation!("/traitements/{cle}"), |r, p| {
        r.route(p, get(registre::edit))
    }),
    route::<EditTraitements>(Method::POST, organisation!("/traitements/{cle}"), |r, p| {
        r.route(p, post(registre::save))
    }),
    route::<EditTraitements>(Method::POST, organisation!("/traitements/{cle}/retirer"), |r, p| {
        r.route(p, post(registre::remove))
    }),
    route::<EditTraitements>(Method::POST, organisation!("/traitements/{cle}/retablir"), |r, p| {
        r.route(p, post(registre::restore))
    }),
    route::<ManageDemandes>(Method::GET, organisation!("/demandes"), |r, p| r.route(p, get(demandes::list))),
    route::<ManageDemandes>(Method::GET, organisation!("/demandes/nouvelle"), |r, p| {
        r.route(p, get(demandes::new))
    }),
    route::<ManageDemandes>(Method::POST, organisation!("/demandes/nouvelle"), |r, p| {
        r.route(p, post(demandes::create))
    }),
    route::<ManageDemandes>(Method::GET, organisation!("/demandes/{demande}"), |r, p| {
        r.route(p, get(demandes::show))
    }),
    route::<ManageDemandes>(Method::POST, organisation!("/demandes/{demande}/repondre"), |r, p| {
        r.route(p, post(demandes::answer))
    }),
    route::<ManageDemandes>(Method::POST, organisation!("/demandes/{demande}/prolonger"), |r, p| {
        r.route(p, post(demandes::extend))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/demandes/{demande}/effacer"), |r, p| {
        r.route(p, get(demandes::confirm_erase))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/demandes/{demande}/effacer"), |r, p| {
        r.route(p, post(demandes::erase))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations"), |r, p| {
        r.route(p, get(violations::list))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations.pdf"), |r, p| {
        r.route(p, get(violations::pdf))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations.csv"), |r, p| {
        r.route(p, get(violations::csv))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations/nouvelle"), |r, p| {
        r.route(p, get(violations::new))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/nouvelle"), |r, p| {
        r.route(p, post(violations::create))
    }),
    route::<ManageViolations>(Method::GET, organisation!("/violations/{violation}"), |r, p| {
        r.route(p, get(violations::show))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/{violation}"), |r, p| {
        r.route(p, post(violations::correct))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/{violation}/decision"), |r, p| {
        r.route(p, post(violations::decide))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/{violation}/personnes"), |r, p| {
        r.route(p, post(violations::told))
    }),
    route::<ManageViolations>(Method::POST, organisation!("/violations/{violation}/cloturer"), |r, p| {
        r.route(p, post(violations::close))
    }),
    public(Method::GET, "/partage/{token}", |r, p| r.route(p, get(partage::show))),
    account(Method::GET, "/organisations", |r, p| r.route(p, get(home::organisations))),
    route::<ReadAccueil>(Method::GET, "/c/{cpts}", |r, p| r.route(p, get(accueil::show))),
    within::<ReadInstitution>(Method::GET, "/i/{institution}", |r, p| r.route(p, get(institution::show))),
    route::<ReadAccueil>(Method::GET, organisation!(""), |r, p| r.route(p, get(organisation::hub))),
    route::<ReadPersonnes>(Method::GET, organisation!("/personnes"), |r, p| r.route(p, get(personnes::list))),
    route::<ReadPersonnes>(Method::GET, organisation!("/personnes.csv"), |r, p| {
        r.route(p, get(personnes::csv))
    }),
    route::<ReadPersonnes>(Method::GET, organisation!("/personnes/{personne}"), |r, p| {
        r.route(p, get(personnes::show))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/personnes/{personne}/role"), |r, p| {
        r.route(p, get(roles::new))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/personnes/{personne}/role"), |r, p| {
        r.route(p, post(roles::give))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/personnes/{personne}/roles/{role}/fin"), |r, p| {
        r.route(p, get(roles::confirm_end))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/personnes/{personne}/roles/{role}/fin"), |r, p| {
        r.route(p, post(roles::end))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/personnes/{personne}/depart"), |r, p| {
        r.route(p, get(roles::confirm_departure))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/personnes/{personne}/depart"), |r, p| {
        r.route(p, post(roles::depart))
    }),
    route::<ReadPersonnes>(Method::GET, organisation!("/invitations"), |r, p| {
        r.route(p, get(invitations::list))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/invitations/nouvelle"), |r, p| {
        r.route(p, get(invitations::new))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/nouvelle"), |r, p| {
        r.route(p, post(invitations::create))
    }),
    route::<ManageRoles>(Method::GET, organisation!("/invitations/plusieurs"), |r, p| {
        r.route(p, get(plusieurs::new))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/plusieurs"), |r, p| {
        r.route(p, post(plusieurs::create))
    }),
    route::<ReadPersonnes>(Method::GET, organisation!("/invitations/{invitation}"), |r, p| {
        r.route(p, get(invitations::show))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/{invitation}/renvoyer"), |r, p| {
        r.route(p, post(invitations::resend))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/{invitation}/retirer"), |r, p| {
        r.route(p, post(invitations::revoke))
    }),
    route::<ManageRoles>(Method::POST, organisation!("/invitations/{invitation}/lettre"), |r, p| {
        r.route(p, post(invitations::letter))
    }),
    route::<ReadAutorisations>(Method::GET, organisation!("/autorisations"), |r, p| {
        r.route(p, get(autorisations::list))
    }),
    route::<ManageAutorisations>(Method::GET, organisation!("/autorisations/nouvelle"), |r, p| {
        r.route(p, get(autorisations::new))
    }),
    route::<ManageAutorisations>(Method::POST, organisation!("/autorisations/nouvelle"), |r, p| {
        r.route(p, post(autorisations::create))
    }),
    route::<ManageAutorisations>(
        Method::GET,
        organisation!("/autorisations/{autorisation}/retirer"),
        |r, p| r.route(p, get(autorisations::confirm_revoke)),
    ),
    route::<ManageAutorisations>(
        Method::POST,
        organisation!("/autorisations/{autorisation}/retirer"),
        |r, p| r.route(p, post(autorisations::revoke)),
    ),
    route::<ManagePartages>(Method::GET, organisation!("/partages"), |r, p| r.route(p, get(partages::list))),
    route::<ManagePartages>(Method::GET, organisation!("/partages/nouveau"), |r, p| {
        r.route(p, get(partages::new))
    }),
    route::<ManagePartages>(Method::POST, organisation!("/partages/nouveau"), |r, p| {
        r.route(p, post(partages::create))
    }),
    route::<ManagePartages>(Method::GET, organisation!("/partages/{partage}/retirer"), |r, p| {
        r.route(p, get(partages::confirm_revoke))
    }),
    route::<ManagePartages>(Method::POST, organisation!("/partages/{partage}/retirer"), |r, p| {
        r.route(p, post(partages::revoke))
    }),
    route::<ReadAssociation>(Method::GET, organisation!("/association"), |r, p| {
        r.route(p, get(association::show))
    }),
    route::<EditAssociation>(Method::GET, organisation!("/association/modifier"), |r, p| {
        r.route(p, get(association::edit))
    }),
    route::<EditAssociation>(Method::POST, organisation!("/association/modifier"), |r, p| {
        r.route(p, post(association::save))
    }),
    route::<ReadBanque>(Method::GET, organisation!("/banque"), |r, p| r.route(p, get(association::bank))),
    route::<ReadBanque>(Method::POST, organisation!("/banque/montrer"), |r, p| {
        r.route(p, post(association::reveal))
    }),
    route::<EditBanque>(Method::GET, organisation!("/banque/modifier"), |r, p| {
        r.route(p, get(association::edit_bank))
    }),
    route::<EditBanque>(Method::POST, organisation!("/banque/modifier"), |r, p| {
        r.route(p, post(association::save_bank))
    }),
    route::<ReadDroits>(Method::GET, organisation!("/droits"), |r, p| r.route(p, get(droits::show))),
    instance(Method::GET, "/instance/taches", |r, p| r.route(p, get(jobs::list))),
    instance(Method::GET, "/instance/taches/{tache}", |r, p| r.route(p, get(jobs::show))),
    instance(Method::POST, "/instance/taches/{tache}/relancer", |r, p| r.route(p, post(jobs::retry))),
    instance(Method::POST, "/instance/taches/{tache}/abandonner", |r, p| r.route(p, post(jobs::cancel))),
    instance(Method::GET, "/instance/sauvegardes", |r, p| r.route(p, get(backups::list))),
    instance(Method::POST, "/instance/sauvegardes/maintenant", |r, p| r.route(p, post(backups::now))),
    instance(Method::GET, "/instance/courriels", |r, p| r.route(p, get(mails::list))),
    instance(Method::GET, "/instance", |r, p| r.route(p, get(operator::show))),
    instance(Method::GET, "/instance/cpts/nouvelle", |r, p| r.route(p, get(operator::new_cpts))),
    instance(Method::POST, "/instance/cpts/nouvelle", |r, p| r.route(p, post(operator::create_cpts))),
    instance(Method::GET, "/instance/institutions/nouvelle", |r, p| {
        r.route(p, get(operator::new_institution))
    }),
    instance(Method::POST, "/instance/institutions/nouvelle", |r, p| {
        r.route(p, post(operator::create_institution))
    }),
    instance(Method::GET, "/instance/cpts/{organisation}", |r, p| r.route(p, get(operator::cpts))),
    instance(Method::POST, "/instance/cpts/{organisation}", |r, p| {
        r.route(p, post(operator::invite_to_cpts))
    }),
    instance(Method::GET, "/instance/institutions/{organisation}", |r, p| {
        r.route(p, get(operator::institution))
    }),
    instance(Method::POST, "/instance/institutions/{organisation}", |r, p| {
        r.route(p, post(operator::invite_to_institution))
    }),
    instance(Method::GET, "/instance/institutions/{organisation}/roles/{role}/fin", |r, p| {
        r.route(p, get(operator::confirm_end_seat))
    }),
    instance(Method::POST, "/instance/institutions/{organisation}/roles/{role}/fin", |r, p| {
        r.route(p, post(operator::end_seat))
    }),
];

/// The routes of [`ROUTES`].
pub(crate) fn table() -> Router<Web> {
    ROUTES.iter().fold(Router::new(), |router, route| (route.add)(router, route.path))
}
