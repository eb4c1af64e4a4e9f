//! Telling people: come, choose a date, the date changed, it will not be held. By hand, or by a job at its delays.

use documents::calendrier::{Evenement, Organisateur, calendrier};
use documents::courriel::Courriel;
use documents::courriel::reunion::{self as texte, ReunionAnnoncee};
use documents::quand::creneau;
use domain::authz::{Actor, Allowed, EditGroupes};
use domain::communaute::reunion_regles::regles_reunion;
use domain::communaute::{
    Annuaire, CanalKind, Convocation, Envoi, EnvoiKind, Groupe, LienObjet, Mandat, Reunion, ReunionState, due,
};
use domain::ids::{ConvocationId, ReunionId};
use domain::texte::Email;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;
use storage::WriteTx;

use super::lire::{Convoque, convoques, day_of};
use super::{ReunionError, zone_of};
use crate::communaute::NewPersonalLink;
use crate::jobs::{JobError, Report};
use crate::mail::Outgoing;
use crate::{App, AppError};

/// Name of the job, in the database.
pub const CONVOCATIONS: &str = "reunions.convocations";

/// What a message needs to know of the meeting, read in its transaction.
pub(super) struct Salle {
    pub cpts: String,
    pub groupe: Option<Groupe>,
    pub mandats: Vec<Mandat>,
    pub annuaire: Annuaire,
    pub known: Vec<Convocation>,
    pub zone: TimeZone,
}

/// What is said.
pub(super) enum Message<'a> {
    /// Come.
    Come {
        /// Whether somebody was told of this date before.
        again: bool,
    },
    /// Choose among dates.
    Choose,
    /// The date changed: the one before.
    Moved(&'a str),
    /// It will not be held, and why.
    Cancelled(&'a str),
    /// It was cancelled, and will be held after all.
    Revived,
    /// The invitation was a mistake.
    Uninvited,
}

impl Message<'_> {
    fn kind(&self) -> EnvoiKind {
        match self {
            Message::Come { .. } => EnvoiKind::Convocation,
            Message::Choose => EnvoiKind::Sondage,
            Message::Moved(_) => EnvoiKind::Date,
            Message::Cancelled(_) => EnvoiKind::Annulation,
            Message::Revived => EnvoiKind::Retablie,
            Message::Uninvited => EnvoiKind::Retrait,
        }
    }
}

/// What became of a round of messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Envois {
    /// Messages that leave.
    pub envoyes: usize,
    /// People without an address that may be used.
    pub sans_adresse: usize,
}

impl Salle {
    pub(super) fn convoques(&self, reunion: &Reunion, today: jiff::civil::Date) -> Vec<Convoque> {
        let day = day_of(reunion, &self.zone, today);
        convoques((reunion, day), &self.mandats, &self.annuaire, &self.known)
    }

    pub(super) fn quand(&self, reunion: &Reunion) -> String {
        reunion.debut.map(|debut| creneau(debut, reunion.fin, &self.zone)).unwrap_or_default()
    }
}

fn announced(salle: &Salle, reunion: &Reunion, lien: String) -> ReunionAnnoncee {
    let points = reunion.fiche.ordre_du_jour.iter();
    ReunionAnnoncee {
        organisation: salle.cpts.clone(),
        groupe: salle.groupe.as_ref().map(|groupe| groupe.nom.clone()),
        titre: reunion.titre.clone(),
        quand: salle.quand(reunion),
        lieu: reunion.fiche.lieu.clone(),
        visio: reunion.fiche.visio.clone(),
        points: points.map(|point| (point.titre.clone(), point.minutes)).collect(),
        lien,
    }
}

impl App {
    /// What stays the same of a meeting in every calendar.
    pub(super) fn reunion_event(&self, reunion: &Reunion, url: Option<String>) -> Option<Evenement> {
        let host = self.settings.public_url.split("://").last().unwrap_or_default();
        let host = host.split(['/', ':']).next().unwrap_or_default();
        let debut = reunion.debut?;
        let titles = reunion.fiche.ordre_du_jour.iter().map(|point| format!("- {}", point.titre));
        Some(Evenement {
            uid: format!("reunion-{}@{host}", reunion.id),
            sequence: reunion.fiche.sequence,
            annule: reunion.state == ReunionState::Annulee,
            debut,
            fin: reunion.fin.unwrap_or(debut + SignedDuration::from_hours(1)),
            titre: reunion.titre.clone(),
            lieu: reunion.fiche.lieu.clone(),
            description: titles.collect::<Vec<_>>().join("\n"),
            url: reunion.fiche.visio.clone().or(url),
        })
    }

    pub(super) fn reunion_organiser(&self, cpts: &str) -> Organisateur {
        let from = self.settings.smtp.as_ref().map(|smtp| smtp.from.as_str()).unwrap_or_default();
        let address = from.rsplit('<').next().unwrap_or_default().trim_end_matches('>').trim();
        let adresse = match address {
            "" => self.settings.public_url.clone(),
            address => format!("mailto:{address}"),
        };
        Organisateur { nom: cpts.to_owned(), adresse }
    }

    /// Everything that a message needs, inside the transaction that holds the meeting.
    pub(super) async fn reunion_salle(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        reunion: &Reunion,
    ) -> Result<Salle, AppError> {
        let (groupes, mandats) = tx.groupes_to_edit(proof).await?;
        // The choice of a zone and the name of a CPTS do not change under our hands.
        let zone = zone_of(&self.store.read().await?, proof).await?;
        Ok(Salle {
            cpts: self.cpts(proof.cpts()).await?.name,
            groupe: groupes.into_iter().find(|one| Some(one.id) == reunion.groupe),
            mandats,
            annuaire: tx.annuaire_to_edit(proof).await?,
            known: tx.convocations_to_edit(proof, reunion.id).await?,
            zone,
        })
    }

    fn reunion_courriel(
        &self,
        salle: &Salle,
        reunion: &Reunion,
        (message, lien): (&Message<'_>, String),
    ) -> Courriel {
        let of = announced(salle, reunion, lien.clone());
        let made = match message {
            Message::Come { again } => texte::convocation(&of, *again),
            Message::Choose => {
                let dates = reunion.fiche.propositions.iter();
                let dates: Vec<_> = dates.map(|one| creneau(one.debut, Some(one.fin), &salle.zone)).collect();
                texte::sondage(&of, &dates)
            }
            Message::Moved(before) => texte::changement(&of, before),
            Message::Cancelled(why) => texte::annulation(&of, why),
            Message::Revived => texte::retablissement(&of),
            Message::Uninvited => texte::retrait(&of),
        };
        let event = self.reunion_event(reunion, (!lien.is_empty()).then_some(lien));
        match (event, message) {
            (None, _) | (_, Message::Choose) => made,
            (Some(mut event), _) => {
                event.annule |= matches!(message, Message::Uninvited);
                let calendar = calendrier(&self.reunion_organiser(&salle.cpts), &[event], self.now());
                made.with_calendar(calendar)
            }
        }
    }

    /// Writes to some people and remembers it, in one transaction. Who objected or has no address is only remembered.
    pub(super) async fn tell_called(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        (salle, reunion): (&Salle, &Reunion),
        (people, message): (&[Convoque], &Message<'_>),
    ) -> Result<Envois, AppError> {
        let (now, mut sent) = (self.now(), Envois::default());
        for one in people {
            let sheet = salle.annuaire.get(one.personne);
            let canal = sheet.and_then(|sheet| sheet.canal(CanalKind::Courriel));
            let address = canal.and_then(|canal| Email::parse(&canal.valeur).ok());
            let sans_adresse = address.is_none();
            if let Some(to) = address {
                let lien = match message {
                    Message::Cancelled(_) | Message::Uninvited => String::new(),
                    _ => self.reunion_link(tx, proof, (reunion, one.personne)).await?,
                };
                let mail = Outgoing {
                    cpts: Some(proof.cpts()),
                    user: sheet.and_then(|sheet| sheet.user),
                    to,
                    template: "reunion",
                    about: Some(format!("reunion:{}", reunion.id)),
                    content: self.reunion_courriel(salle, reunion, (message, lien)),
                };
                self.queue_mail(tx, &mail).await?;
                sent.envoyes += 1;
            } else {
                sent.sans_adresse += 1;
            }
            let envoi = Envoi { kind: message.kind(), at: now, debut: reunion.debut, sans_adresse };
            self.remember_call(tx, proof, (reunion.id, one), |line| line.envois.push(envoi)).await?;
        }
        if sent != Envois::default() {
            let changes = json!({ "by": message.kind().key(), "count": sent.envoyes });
            tx.audit(proof, self.change("reunion", reunion.id, changes)).await?;
        }
        Ok(sent)
    }

    async fn remember_call(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        (reunion, one): (ReunionId, &Convoque),
        change: impl FnOnce(&mut Convocation),
    ) -> Result<(), AppError> {
        match one.convocation.clone() {
            Some(mut known) => {
                change(&mut known);
                tx.save_convocation(proof, &known).await?;
            }
            None => {
                let mut new = Convocation::new(ConvocationId(self.next_id()), reunion, one.personne);
                change(&mut new);
                tx.add_convocation(proof, &new).await?;
            }
        }
        Ok(())
    }

    async fn reunion_link(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        (reunion, personne): (&Reunion, domain::ids::PersonneId),
    ) -> Result<String, AppError> {
        let proposed = reunion.fiche.propositions.iter().map(|one| one.fin).max();
        let end = reunion.fin.or(proposed).unwrap_or(self.now()).max(self.now());
        let after = SignedDuration::from_hours(24 * regles_reunion()?.link_days);
        let new = NewPersonalLink {
            objet: LienObjet::Reunion,
            sujet: reunion.id.to_string(),
            personne: Some(personne),
            expires_at: end + after,
        };
        self.personal_link(tx, proof, new).await
    }

    /// Sends the convocation now to everybody who is called, or only to those who were not told of this date.
    ///
    /// # Errors
    /// When the meeting is unknown, has no date to come or is led by others, nobody is called, or the database does
    /// not answer.
    pub async fn convoke(
        &self,
        proof: &Allowed<EditGroupes>,
        id: ReunionId,
        only_new: bool,
    ) -> Result<Envois, ReunionError> {
        let reach = self.group_reach(proof).await?;
        let tx = self.store.write().await?;
        let reunion = self.reunion_mine(&tx, proof, (id, &reach)).await?;
        if reunion.state != ReunionState::Prevue {
            return Err(ReunionError::State(reunion.state));
        }
        let salle = self.reunion_salle(&tx, proof, &reunion).await?;
        let mut people = salle.convoques(&reunion, self.today());
        if people.is_empty() {
            return Err(ReunionError::NobodyCalled);
        }
        people.retain(|one| !only_new || !one.was_told(&reunion));
        let sent = self.tell_to_come(&tx, proof, (&salle, &reunion), people).await?;
        tx.commit().await?;
        Ok(sent)
    }

    /// The first convocation for who was not told of this date, a reminder for the others.
    async fn tell_to_come(
        &self,
        tx: &WriteTx,
        proof: &Allowed<EditGroupes>,
        (salle, reunion): (&Salle, &Reunion),
        people: Vec<Convoque>,
    ) -> Result<Envois, AppError> {
        let (told, new): (Vec<_>, Vec<_>) = people.into_iter().partition(|one| one.was_told(reunion));
        let first =
            self.tell_called(tx, proof, (salle, reunion), (&new, &Message::Come { again: false })).await?;
        let more =
            self.tell_called(tx, proof, (salle, reunion), (&told, &Message::Come { again: true })).await?;
        Ok(Envois {
            envoyes: first.envoyes + more.envoyes,
            sans_adresse: first.sans_adresse + more.sans_adresse,
        })
    }

    /// Sends what is due in every CPTS. Two workers at once send each message once: each meeting is held while it is
    /// looked at, and what was sent is written in the same transaction.
    pub(crate) async fn send_due_convocations(&self) -> Result<Report, JobError> {
        let (mut sent, mut without) = (0, 0);
        for cpts in self.cpts_list().await? {
            let proof = Actor::system(CONVOCATIONS).authorize::<EditGroupes>(cpts.id);
            let proof = proof.map_err(AppError::from)?;
            for id in self.meetings_in_delay(&proof).await? {
                let done = self.convoke_due(&proof, id).await?;
                sent += done.envoyes as u64;
                without += done.sans_adresse as u64;
            }
        }
        Ok(Report::of("sent", sent).and("without_address", without))
    }

    /// Meetings to come one of whose delays is over: those worth holding.
    async fn meetings_in_delay(&self, proof: &Allowed<EditGroupes>) -> Result<Vec<ReunionId>, AppError> {
        let (now, rules) = (self.now(), regles_reunion()?);
        let tx = self.store.read().await?;
        let zone = zone_of(&tx, proof).await?;
        let in_delay = |one: &Reunion| {
            let Some(debut) = one.debut.filter(|debut| *debut > now) else { return false };
            // Nobody known: whether anybody could be called at all.
            due(None, one, &rules.departures(debut, &zone), now)
        };
        let all = tx.reunions(proof).await?;
        Ok(all.iter().filter(|one| in_delay(one)).map(|one| one.id).collect())
    }

    async fn convoke_due(&self, proof: &Allowed<EditGroupes>, id: ReunionId) -> Result<Envois, AppError> {
        let tx = self.store.write().await?;
        let Some(reunion) = tx.reunion_to_edit(proof, id).await?.filter(|one| one.removed_at.is_none())
        else {
            return Ok(Envois::default());
        };
        let salle = self.reunion_salle(&tx, proof, &reunion).await?;
        let delays: Vec<Timestamp> = match reunion.debut {
            Some(debut) => regles_reunion()?.departures(debut, &salle.zone),
            None => Vec::new(),
        };
        let mut people = salle.convoques(&reunion, self.today());
        people.retain(|one| due(one.convocation.as_ref(), &reunion, &delays, self.now()));
        let sent = self.tell_to_come(&tx, proof, (&salle, &reunion), people).await?;
        tx.commit().await?;
        Ok(sent)
    }
}
