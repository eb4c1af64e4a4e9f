//! Presences: one line a person whatever the ways, late scans that wait, the secretary, the sealed sheet.

mod seance;
mod signer;

use std::sync::Arc;

use app::AppError;
use app::communaute::presences::{
    Connu, Decision, Envoi, Format, Heures, Inconnue, Qui, Signature, SignerError,
};
use domain::authz::{Allowed, EditCommunaute, EditGroupes, ManagePresences, Permission, Role};
use domain::communaute::presences::{Jugement, Motif, Refus};
use domain::communaute::{
    Accord, Canal, CanalKind, Fiche, LienObjet, Moyen, Personne, PresenceState, Reunion, ReunionFiche,
    ReunionKind, ReunionState, Statut,
};
use domain::ids::{CptsId, PersonneId, ReunionId};
use jiff::{SignedDuration, Timestamp};
use testkit::{SteppingClock, TestApp, now, person};
use tokio::task::JoinSet;

use app::communaute::NewPersonalLink;

fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

/// An application whose clock moves, a meeting that started two minutes ago, and its people.
struct Room {
    app: TestApp,
    clock: Arc<SteppingClock>,
    cpts: CptsId,
    reunion: ReunionId,
    people: Vec<PersonneId>,
}

fn sheet(app: &TestApp, rank: usize) -> Personne {
    let courriel = Canal {
        kind: CanalKind::Courriel,
        valeur: format!("personne{rank}@exemple.test"),
        accord: Accord::Inconnu,
        rebond: None,
        source: "essai".into(),
        depuis: jiff::civil::date(2026, 1, 1),
    };
    Personne {
        id: PersonneId(app.unknown_id()),
        nom: format!("Fictif{rank}"),
        prenom: "Camille".into(),
        rpps: None,
        profession: Some(if rank.is_multiple_of(2) { "10" } else { "60" }.into()),
        statut: Statut::Interesse,
        user: None,
        fiche: Fiche { canaux: vec![courriel], ..Fiche::default() },
        created_at: now(),
        changed_at: now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    }
}

fn meeting(app: &TestApp, debut: Timestamp, visio: bool) -> Reunion {
    Reunion {
        id: ReunionId(app.unknown_id()),
        groupe: None,
        kind: ReunionKind::Information,
        titre: "Réunion d'information".into(),
        state: ReunionState::Prevue,
        debut: Some(debut),
        fin: Some(debut + SignedDuration::from_mins(120)),
        fiche: ReunionFiche {
            lieu: "Salle des fêtes".into(),
            visio: visio.then(|| "https://visio.exemple.test".into()),
            ..ReunionFiche::default()
        },
        created_at: now(),
        version: 1,
        removed_at: None,
    }
}

impl Room {
    async fn of(people: usize) -> Self {
        Self::with(people, false).await
    }

    async fn with(people: usize, visio: bool) -> Self {
        let clock = Arc::new(SteppingClock::default());
        let given = clock.clone();
        let app = TestApp::with(move |settings| settings.clock = given).await;
        let cpts = app.tenant("CPTS du Val").await;
        let one = meeting(&app, now() - SignedDuration::from_mins(2), visio);
        let sheets: Vec<Personne> = (0..people).map(|rank| sheet(&app, rank)).collect();
        let reunion = Reunion {
            fiche: ReunionFiche { invites: sheets.iter().map(|one| one.id).collect(), ..one.fiche },
            ..one
        };
        let tx = app.store().write().await.unwrap();
        tx.add_personnes(&proof::<EditCommunaute>(cpts), &sheets).await.unwrap();
        tx.add_reunion(&proof::<EditGroupes>(cpts), &reunion).await.unwrap();
        tx.commit().await.unwrap();
        let people = sheets.iter().map(|one| one.id).collect();
        Self { reunion: reunion.id, app, clock, cpts, people }
    }

    fn manage(&self) -> Allowed<ManagePresences> {
        proof(self.cpts)
    }

    async fn qr(&self) -> String {
        let screen = self.app.presence_screen(&self.manage(), self.reunion).await.unwrap();
        screen.codes.unwrap().adresse.rsplit('/').next().unwrap().to_owned()
    }

    async fn sign(&self, token: &str, rank: usize, jeton: &str) -> Result<Signature, SignerError> {
        sign(&self.app, token, rank, jeton).await
    }

    async fn state(&self) -> Vec<(String, PresenceState, i64)> {
        let sheet = self.app.feuille_presence(&self.manage(), (self.reunion, None)).await.unwrap().feuille;
        sheet.lignes.into_iter().map(|one| (one.nom, one.state, one.minutes)).collect()
    }
}

async fn sign(app: &app::App, token: &str, rank: usize, jeton: &str) -> Result<Signature, SignerError> {
    let (nom, preuve) = (format!("Fictif{rank}"), format!("personne{rank}@exemple.test"));
    let jeton = format!("jeton-de-telephone-{jeton}");
    let envoi = Envoi { jeton: &jeton, telephone: &jeton, adresse: "192.0.2.1" };
    app.sign_presence(token, Qui::Nom { nom: &nom, preuve: &preuve }, envoi).await
}
