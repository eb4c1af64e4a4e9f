//! Quorum, proxies, votes: what is refused, what is kept, what stays secret.

mod quorum;
mod scrutins;

use app::AppError;
use app::communaute::gouvernance::{GouvernanceError, NewBallot, NewProcuration, NewVote, SeatElected};
use domain::authz::{
    Allowed, EditCommunaute, EditGouvernance, EditGroupes, ManagePresences, Permission, ReadGouvernance,
};
use domain::communaute::gouvernance::{
    Forme, Mode, MoyenProcuration, Part, Participation, Porteur, QuorumMode, Refus, RegleSeance, Reglement,
    VoteState, paragraphes,
};
use domain::communaute::{
    Fiche, Fonction, Groupe, GroupeFiche, GroupeKind, Moyen, Personne, Presence, PresenceFiche,
    PresenceState, Reunion, ReunionFiche, ReunionKind, ReunionState, Statut,
};
use domain::ids::{CptsId, GroupeId, PersonneId, PresenceId, ReunionId, VoteId};
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::{TestApp, now};

pub(super) fn proof<P: Permission>(cpts: CptsId) -> Allowed<P> {
    testkit::person(P::LINE.granted_to[0], cpts).authorize(cpts).unwrap()
}

/// A member of the association since the first of January.
pub(super) async fn member(app: &TestApp, cpts: CptsId, nom: &str) -> PersonneId {
    let mut one = Personne {
        id: PersonneId(app.unknown_id()),
        nom: nom.into(),
        prenom: "Camille".into(),
        rpps: None,
        profession: Some("10".into()),
        statut: Statut::Repere,
        user: None,
        fiche: Fiche::default(),
        created_at: now(),
        changed_at: now(),
        version: 1,
        fusionnee: None,
        removed_at: None,
    };
    one.step(Statut::Adherent, date(2020, 1, 1), None);
    let tx = app.store().write().await.unwrap();
    tx.add_personne(&proof::<EditCommunaute>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

/// An ordinary assembly that began an hour ago.
pub(super) async fn assembly(app: &TestApp, cpts: CptsId) -> ReunionId {
    let debut = now() - SignedDuration::from_hours(1);
    let one = Reunion {
        id: ReunionId(app.unknown_id()),
        groupe: None,
        kind: ReunionKind::Ago,
        titre: "Assemblée".into(),
        state: ReunionState::Prevue,
        debut: Some(debut),
        fin: Some(debut + SignedDuration::from_hours(3)),
        fiche: ReunionFiche::default(),
        created_at: now(),
        version: 1,
        removed_at: None,
    };
    let tx = app.store().write().await.unwrap();
    tx.add_reunion(&proof::<EditGroupes>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one.id
}

async fn comes(app: &TestApp, cpts: CptsId, reunion: ReunionId, personne: PersonneId) -> Presence {
    let one = Presence {
        id: PresenceId(app.unknown_id()),
        reunion,
        personne: Some(personne),
        moyen: Moyen::Secretaire,
        state: PresenceState::Comptee,
        arrivee: now() - SignedDuration::from_mins(50),
        depart: None,
        jeton: app.unknown_id().to_string(),
        recue_at: now(),
        fiche: PresenceFiche::default(),
    };
    let tx = app.store().write().await.unwrap();
    tx.add_presence(&proof::<ManagePresences>(cpts), &one).await.unwrap();
    tx.commit().await.unwrap();
    one
}

fn rules(part: (u16, u16), proxies: u16) -> Reglement {
    let quorum = if part.0 == 0 { QuorumMode::Aucun } else { QuorumMode::Representes };
    let ago = RegleSeance {
        quorum,
        part: Part { num: part.0, den: part.1 },
        seconde_sans_quorum: true,
        ..RegleSeance::usual(ReunionKind::Ago)
    };
    Reglement {
        seances: vec![ago],
        procurations_max: proxies,
        porteur: Porteur::Adherent,
        ..Reglement::default()
    }
}

/// An assembly of some members of whom the first ones came, under rules.
struct Ground {
    app: TestApp,
    cpts: CptsId,
    reunion: ReunionId,
    members: Vec<PersonneId>,
}

impl Ground {
    async fn new((count, there): (usize, usize), rules: Reglement) -> Self {
        let app = TestApp::new().await;
        let cpts = app.tenant("CPTS du Val").await;
        app.set_reglement(&proof(cpts), rules).await.unwrap();
        let reunion = assembly(&app, cpts).await;
        let mut members = Vec::new();
        for rank in 0..count {
            members.push(member(&app, cpts, &format!("Exemple{rank:02}")).await);
        }
        for personne in &members[..there] {
            comes(&app, cpts, reunion, *personne).await;
        }
        Self { app, cpts, reunion, members }
    }

    fn edits(&self) -> Allowed<EditGouvernance> {
        proof(self.cpts)
    }

    async fn prepared(&self, mode: Mode) -> VoteId {
        let new = NewVote {
            question: "Approuvez-vous les comptes\u{202f}?".into(),
            forme: Forme::PourContre,
            mode,
            noms: Vec::new(),
            sieges: 1,
            remuneration: false,
            concernes: Vec::new(),
        };
        self.app.prepare_vote(&self.edits(), self.reunion, new).await.unwrap()
    }

    async fn opened(&self, mode: Mode) -> VoteId {
        let vote = self.prepared(mode).await;
        self.app.open_vote(&self.edits(), vote).await.unwrap();
        vote
    }

    async fn casts(
        &self,
        vote: VoteId,
        (who, pour): (usize, usize),
        choice: &str,
    ) -> Result<(), GouvernanceError> {
        let ballot = NewBallot {
            pour: self.members[pour],
            choix: vec![choice.into()],
            interet: false,
            retrait: false,
        };
        self.app.cast(&self.edits(), (vote, self.members[who]), ballot).await
    }

    async fn gives(
        &self,
        donneur: usize,
        porteur: usize,
    ) -> Result<domain::ids::ProcurationId, GouvernanceError> {
        let new = NewProcuration {
            reunion: self.reunion,
            donneur: self.members[donneur],
            porteur: self.members[porteur],
            moyen: MoyenProcuration::Papier,
        };
        self.app.give_procuration(&self.edits(), new).await
    }

    async fn closed(&self, vote: VoteId) -> domain::communaute::gouvernance::Vote {
        self.app.close_vote(&self.edits(), vote).await.unwrap();
        self.app.vote(&self.edits(), vote).await.unwrap().0
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T, GouvernanceError>) -> Refus {
    match result.unwrap_err() {
        GouvernanceError::Procuration(refus) => refus,
        other => panic!("{other}"),
    }
}
