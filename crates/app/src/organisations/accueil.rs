//! The home of a CPTS: what waits for the person who opens it.

use domain::aci::contrat::{Alerte, Horloge, alertes};
use domain::authz::{
    Actor, Allowed, EditAssociation, EditCommunaute, EditContrat, EditGroupes, ManageAutorisations,
    ManageDemandes, ManageRoles, ManageViolations, ReadAccueil, ReadAssociation, ReadAutorisations,
    ReadBanque, ReadPersonnes, Role, Subject,
};
use domain::communaute::regles::regles;
use domain::communaute::structure::{Echeance, echeances};
use domain::ids::{ContratId, CptsId, InvitationId, UserId};
use domain::organisation::reminders;
use domain::rgpd;
use jiff::Timestamp;
use jiff::civil::Date;
use storage::{Association, ReadTx};

use super::InvitationState;
use crate::{App, AppError};

/// Something that waits for someone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Waiting {
    /// A breach of data whose clock runs.
    Violation {
        /// When the CNIL must know.
        due: Timestamp,
        /// Whether that is past.
        late: bool,
    },
    /// A request about someone's data.
    Demande {
        /// Last day to answer.
        due: Date,
        /// Whether that is past.
        late: bool,
    },
    /// The e-mail of an invitation was refused.
    InvitationRefused {
        /// Which.
        id: InvitationId,
        /// Who was invited.
        name: String,
        /// When.
        at: Timestamp,
    },
    /// An invitation without answer is about to expire.
    InvitationExpires {
        /// Which.
        id: InvitationId,
        /// Who was invited.
        name: String,
        /// When.
        at: Timestamp,
    },
    /// People see data of others without a second factor: one thing to do, however many they are.
    NoSecondFactor {
        /// Who, by name.
        people: Vec<(UserId, String)>,
    },
    /// A grant is about to end.
    GrantEnds {
        /// Name of the institution.
        institution: String,
        /// What it reads.
        subject: Subject,
        /// When.
        at: Timestamp,
    },
    /// An agreement with a structure ends soon, or ended and was not signed again.
    ConventionEnds(Echeance),
    /// Clocks of a contract press: one thing to do, however many they are.
    ContratPresse {
        /// Which.
        contrat: ContratId,
        /// What it is called.
        titre: String,
        /// How much the gravest weighs.
        alerte: Alerte,
        /// The gravest.
        horloge: Horloge,
        /// How many more press.
        autres: usize,
    },
    /// Seats of groups end soon: one thing to do, however many they are.
    SeatsEnd {
        /// How many.
        count: usize,
        /// The first of their last days.
        first: Date,
    },
    /// No bank details.
    BankMissing,
    /// The record of the association lacks these parts, by key.
    AssociationIncomplete(Vec<&'static str>),
}

/// What the home of a CPTS shows to one person.
#[derive(Clone, Debug)]
pub struct Home {
    /// Roles of the person here.
    pub roles: Vec<Role>,
    /// What waits, the most urgent first.
    pub waiting: Vec<Waiting>,
    /// Whether bank details are known, for who may read them.
    pub bank_known: Option<bool>,
}

impl App {
    /// What waits for this person in a CPTS.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn home(&self, proof: &Allowed<ReadAccueil>, actor: &Actor) -> Result<Home, AppError> {
        let cpts = proof.cpts();
        let own = actor.standing().roles.iter().filter(|(id, _)| *id == cpts);
        let tx = self.store.read().await?;
        let mut waiting = self.legal(&tx, actor, cpts).await?;
        waiting.extend(self.contracts_waiting(&tx, actor, cpts).await?);
        waiting.extend(self.invitations_waiting(&tx, actor, cpts).await?);
        waiting.extend(self.people_waiting(&tx, actor, cpts).await?);
        waiting.extend(self.grants_waiting(&tx, actor, cpts).await?);
        waiting.extend(self.conventions_waiting(&tx, actor, cpts).await?);
        waiting.extend(self.seats_waiting(actor, cpts).await?);
        let bank_known = match actor.holds::<ReadBanque>(cpts) {
            true => Some(tx.has_bank_account(proof).await?),
            false => None,
        };
        if bank_known == Some(false) {
            waiting.push(Waiting::BankMissing);
        }
        if actor.holds::<EditAssociation>(cpts) || bank_known.is_some() {
            let read = actor.authorize::<ReadAssociation>(cpts)?;
            let lacking = lacking(&tx.association(&read).await?.unwrap_or_default());
            if !lacking.is_empty() {
                waiting.push(Waiting::AssociationIncomplete(lacking));
            }
        }
        Ok(Home { roles: own.map(|(_, role)| *role).collect(), waiting, bank_known })
    }

    async fn legal(&self, tx: &ReadTx, actor: &Actor, cpts: CptsId) -> Result<Vec<Waiting>, AppError> {
        let (now, today) = (self.now(), self.today());
        let mut waiting = Vec::new();
        if let Ok(proof) = actor.authorize::<ManageViolations>(cpts) {
            let breach = rgpd::delays()?.breach;
            for discovered in tx.violations_undecided(&proof).await? {
                let due = discovered + breach;
                waiting.push(Waiting::Violation { due, late: due < now });
            }
        }
        if let Ok(proof) = actor.authorize::<ManageDemandes>(cpts) {
            let soon = today.saturating_add(jiff::Span::new().days(reminders()?.request_days));
            for due in tx.demandes_due(&proof).await?.into_iter().filter(|due| *due <= soon) {
                waiting.push(Waiting::Demande { due, late: due < today });
            }
        }
        Ok(waiting)
    }

    async fn invitations_waiting(
        &self,
        tx: &ReadTx,
        actor: &Actor,
        cpts: CptsId,
    ) -> Result<Vec<Waiting>, AppError> {
        // Who may not invite again has nothing to do about it.
        let Ok(proof) = actor.authorize::<ReadPersonnes>(cpts) else { return Ok(Vec::new()) };
        if !actor.holds::<ManageRoles>(cpts) {
            return Ok(Vec::new());
        }
        let (now, rules) = (self.now(), reminders()?);
        let rows = tx.invitations(&proof, now - rules.past).await?;
        let mut waiting = Vec::new();
        for row in rows {
            let (id, name) = (row.id, row.name.clone());
            match InvitationState::of(&row, now) {
                InvitationState::Refused => {
                    let at = row.refused_at.unwrap_or(row.created_at);
                    waiting.push(Waiting::InvitationRefused { id, name, at });
                }
                InvitationState::Waiting if row.expires_at <= now + rules.invitation => {
                    waiting.push(Waiting::InvitationExpires { id, name, at: row.expires_at });
                }
                _ => {}
            }
        }
        Ok(waiting)
    }

    async fn people_waiting(
        &self,
        tx: &ReadTx,
        actor: &Actor,
        cpts: CptsId,
    ) -> Result<Vec<Waiting>, AppError> {
        let Ok(proof) = actor.authorize::<ReadPersonnes>(cpts) else { return Ok(Vec::new()) };
        let now = self.now();
        let people = tx.people(&proof, now).await?.into_iter();
        let without = people.filter(|person| {
            person.open && !person.second_factor && person.roles.iter().any(|role| role.is_held_at(now))
        });
        let people: Vec<_> = without.map(|person| (person.user, person.name)).collect();
        Ok(if people.is_empty() { Vec::new() } else { vec![Waiting::NoSecondFactor { people }] })
    }

    async fn grants_waiting(
        &self,
        tx: &ReadTx,
        actor: &Actor,
        cpts: CptsId,
    ) -> Result<Vec<Waiting>, AppError> {
        let Ok(proof) = actor.authorize::<ReadAutorisations>(cpts) else { return Ok(Vec::new()) };
        // Who neither signs nor runs the community has nothing to do about it.
        if !actor.holds::<ManageAutorisations>(cpts) && !actor.holds::<ManageRoles>(cpts) {
            return Ok(Vec::new());
        }
        let (now, soon) = (self.now(), self.now() + reminders()?.grant);
        let institutions = tx.institution_list().await?;
        let mut waiting = Vec::new();
        for row in tx.grants(&proof).await?.into_iter().filter(|row| row.is_open_at(now)) {
            let found = institutions.iter().find(|institution| institution.id == row.institution);
            if let (Some(at), Some(institution)) = (row.ended_at().filter(|at| *at <= soon), found) {
                let (institution, subject) = (institution.name.clone(), row.subject);
                waiting.push(Waiting::GrantEnds { institution, subject, at });
            }
        }
        Ok(waiting)
    }

    async fn seats_waiting(&self, actor: &Actor, cpts: CptsId) -> Result<Option<Waiting>, AppError> {
        // A pilot does not renew the seats of the association.
        let Ok(proof) = actor.authorize::<EditGroupes>(cpts) else { return Ok(None) };
        if proof.is_only_as(Role::Pilote) {
            return Ok(None);
        }
        let ending = self.seats_ending(&proof).await?;
        Ok(ending.first().map(|one| Waiting::SeatsEnd { count: ending.len(), first: one.jusque }))
    }

    async fn contracts_waiting(
        &self,
        tx: &ReadTx,
        actor: &Actor,
        cpts: CptsId,
    ) -> Result<Vec<Waiting>, AppError> {
        let Ok(proof) = actor.authorize::<EditContrat>(cpts) else { return Ok(Vec::new()) };
        let today = self.today();
        let mut waiting = Vec::new();
        for one in tx.contrats(&proof).await?.into_iter().filter(|one| one.contrat.removed_at.is_none()) {
            if one.signes().is_none_or(|termes| termes.terme() <= today) {
                continue;
            }
            let all = alertes(&one, today)?;
            let autres = all.len().saturating_sub(1);
            let Some((alerte, horloge)) = all.into_iter().next() else { continue };
            let (contrat, titre) = (one.contrat.id, one.contrat.titre);
            waiting.push(Waiting::ContratPresse { contrat, titre, alerte, horloge, autres });
        }
        Ok(waiting)
    }

    async fn conventions_waiting(
        &self,
        tx: &ReadTx,
        actor: &Actor,
        cpts: CptsId,
    ) -> Result<Vec<Waiting>, AppError> {
        // Who may not write a new one down has nothing to do about it.
        let Ok(proof) = actor.authorize::<EditCommunaute>(cpts) else { return Ok(Vec::new()) };
        let structures = tx.structures(&proof).await?;
        let ending = echeances(&structures, self.today(), regles()?.convention_alerte_days);
        Ok(ending.into_iter().map(Waiting::ConventionEnds).collect())
    }

    /// How many things wait for this person in each of these CPTS.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn waiting_counts(
        &self,
        actor: &Actor,
        cpts: &[CptsId],
    ) -> Result<Vec<(CptsId, usize)>, AppError> {
        let mut counts = Vec::new();
        for id in cpts {
            let Ok(proof) = actor.authorize::<ReadAccueil>(*id) else { continue };
            counts.push((*id, self.home(&proof, actor).await?.waiting.len()));
        }
        Ok(counts)
    }

    /// Whether the instance has an account at all.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn has_accounts(&self) -> Result<bool, AppError> {
        Ok(self.store.read().await?.has_accounts().await?)
    }
}

/// Keys of what the record lacks: what a letter, a contract or a notice of information must say.
fn lacking(record: &Association) -> Vec<&'static str> {
    let parts = [
        ("legal_name", &record.legal_name),
        ("siret", &record.siret),
        ("address", &record.address),
        ("email", &record.email),
        ("dpo", &record.dpo_email),
    ];
    parts.into_iter().filter(|(_, value)| value.is_none()).map(|(key, _)| key).collect()
}
