//! Campaigns: one by e-mail that is over, a relay kit, a list of calls in progress.

use app::AppError;
use app::communaute::mobilisation::{CampagneInput, DeclarationInput, IssueAppel, ReponseRelais};
use domain::authz::{EditMobilisation, ReadMobilisation};
use domain::communaute::mobilisation::{
    Campagne, CampagneCanal, CampagneFiche, CampagneState, Ecart, Issue, MoyenReponse, Reponse, Selection,
    Sollicitation,
};
use domain::communaute::{Accord, CanalKind, Personne, Statut};
use domain::ids::{CampagneId, ReunionId, SollicitationId};
use domain::texte::Email;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};

use super::super::Soil;
use super::super::meetings::later;
use super::texts::{CALL, FIRST_LETTER, RELAY};
use super::{Teller, told};

/// Days since the first campaign left, and days after which it asked again, then closed.
const LAUNCHED: i64 = -270;
const REMINDED: i64 = 12;
const CLOSED: i64 = 40;

fn minutes(at: Timestamp, count: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_mins(count)).unwrap_or(at)
}

fn day(at: Timestamp) -> Date {
    at.to_zoned(app::paris()).date()
}

/// The first campaign as it was lived, and the steps that people took because of it.
pub fn by_mail(
    soil: &Soil<'_>,
    personnes: &mut [Personne],
    reunion: ReunionId,
) -> (Campagne, Vec<Sollicitation>) {
    let launched = later(soil.now, LAUNCHED);
    let mut campagne = Campagne {
        id: CampagneId(soil.app.settings().ids.next()),
        nom: FIRST_LETTER.nom.into(),
        canal: CampagneCanal::Courriel,
        state: CampagneState::Preparation,
        fiche: CampagneFiche {
            but: FIRST_LETTER.but.into(),
            objet: FIRST_LETTER.objet.into(),
            message: FIRST_LETTER.message.into(),
            selection: Selection { statuts: vec![Statut::Repere], ..Selection::default() },
            reunion: Some(reunion),
            relances: vec![later(launched, REMINDED)],
            ..CampagneFiche::default()
        },
        lien_relais: None,
        created_at: later(launched, -4),
        version: 1,
        removed_at: None,
    };
    let author = soil.accounts.first().map_or("demo".to_owned(), |(user, ..)| format!("person:{user}"));
    campagne.launch(launched, author);
    campagne.close(later(launched, CLOSED));
    let mut all = Vec::new();
    for (rank, one) in personnes.iter_mut().enumerate() {
        // Members of the first hour knew; those found since could not be written to.
        let known = one.statut_on(day(launched));
        if one.statut == Statut::Repere || known == Some(Statut::Adherent) {
            continue;
        }
        let id = SollicitationId(soil.app.settings().ids.next());
        let mut asked = Sollicitation::new(id, campagne.id, one.id);
        match one.canal(CanalKind::Courriel).map(|canal| canal.valeur.clone()) {
            Some(address) => {
                asked.fiche.adresse = address;
                written_to(&mut asked, (one, rank), (&campagne.nom, launched));
            }
            None => asked.ecart = Some(left_out(one)),
        }
        all.push(asked);
    }
    (campagne, all)
}

fn left_out(one: &Personne) -> Ecart {
    let mut own = one.fiche.canaux.iter().filter(|canal| canal.kind == CanalKind::Courriel);
    if own.any(|canal| canal.accord == Accord::Refuse) { Ecart::Opposition } else { Ecart::SansCanal }
}

fn written_to(
    asked: &mut Sollicitation,
    (one, rank): (&mut Personne, usize),
    (nom, launched): (&str, Timestamp),
) {
    let turn = i64::try_from(rank).unwrap_or(0);
    asked.send(launched);
    if rank % 37 == 11 {
        asked.refused(minutes(launched, 2));
        let own = one.fiche.canaux.iter_mut().filter(|canal| canal.kind == CanalKind::Courriel);
        own.for_each(|canal| canal.rebond = Some(day(launched)));
        return;
    }
    asked.left(minutes(launched, 1 + turn / 4));
    stepped(one, (Statut::Contacte, nom), day(launched));
    let days = 1 + turn * 7 % 30;
    let reponse = match (one.statut, rank % 3) {
        (Statut::Interesse | Statut::Adherent, _) => Some(Reponse::Interesse),
        (Statut::Sorti, 0) => Some(Reponse::Opposition),
        (Statut::Sorti, _) | (_, 1) => Some(Reponse::Non),
        (_, 0) => Some(Reponse::PeutEtre),
        _ => None,
    };
    if reponse.is_none() || days > REMINDED {
        asked.send(later(launched, REMINDED));
        asked.left(minutes(later(launched, REMINDED), 1 + turn / 4));
    }
    let at = later(launched, days);
    if let Some(reponse) = reponse {
        asked.answer(reponse, at, MoyenReponse::Lien);
    }
    stepped(one, (Statut::Interesse, nom), day(at));
}

/// Dates the step of a status, when the person took it, by the campaign that brought it.
fn stepped(one: &mut Personne, (statut, nom): (Statut, &str), depuis: Date) {
    if let Some(step) = one.fiche.parcours.iter_mut().find(|step| step.statut == statut) {
        (step.depuis, step.motif) = (depuis, Some(nom.to_owned()));
    }
}

/// Name, first name, profession, place of the commune in the list, answer.
const RELAYED: [(&str, &str, &str, usize, Reponse); 5] = [
    ("Montclairvaux", "Océ", "60", 1, Reponse::Interesse),
    ("Brisefontaine-Fictif", "Lou", "70", 3, Reponse::Interesse),
    ("Valdorante", "Élie", "91", 0, Reponse::PeutEtre),
    ("Roquefontaine", "Gwenn", "10", 2, Reponse::Interesse),
    ("Sourcebelle d'Essai", "Maé", "50", 4, Reponse::Interesse),
];

/// The kit that the CPAM and a URPS relay, and who answered through it.
pub async fn through_relays(
    teller: &Teller<'_>,
    soil: &Soil<'_>,
    reunion: ReunionId,
) -> Result<(), AppError> {
    teller.days(-20, -2);
    let edits = teller.coordinator::<EditMobilisation>()?;
    let new = CampagneInput { reunion: Some(reunion), ..RELAY.input(CampagneCanal::Relais, Vec::new()) };
    let id = told(teller.app.create_campagne(&edits, &new).await)?;
    told(teller.app.launch_campagne(&edits, id).await)?;
    teller.days(-15, 0);
    let relays = [("CPAM du département fictif", 412), ("URPS infirmiers de la région fictive", 138)];
    for (relais, nombre) in relays {
        let declared = DeclarationInput {
            relais: relais.into(),
            date: soil.today.checked_sub(17.days()).unwrap_or(soil.today),
            source: "Courriel du relais".into(),
            ligne: if nombre < 200 { Some("infirmier".into()) } else { None },
            nombre,
        };
        told(teller.app.declare_relay(&edits, id, &declared).await)?;
    }
    let kit = told(teller.app.campagne_kit(&teller.coordinator::<ReadMobilisation>()?, id).await)?;
    let token = kit.lien.rsplit('/').next().unwrap_or_default();
    for (rank, (nom, prenom, profession, place, reponse)) in (0_i64..).zip(RELAYED) {
        teller.days(-13 + 2 * rank, rank);
        let typed = ReponseRelais {
            nom: nom.into(),
            prenom: prenom.into(),
            rpps: None,
            courriel: Email::parse(&format!("relais{rank}@valmirande.test")).ok(),
            profession: Some(profession.into()),
            commune: soil.communes.get(place).copied(),
            reponse,
        };
        told(teller.app.answer_relais(token, &typed).await)?;
    }
    Ok(())
}

/// What the calls brought, in turn.
const CALLS: [IssueAppel; 6] = [
    IssueAppel::Reponse(Reponse::Interesse),
    IssueAppel::Issue(Issue::Absent),
    IssueAppel::Issue(Issue::Message),
    IssueAppel::Reponse(Reponse::PeutEtre),
    IssueAppel::Issue(Issue::Absent),
    IssueAppel::Issue(Issue::Faux),
];

/// A list of calls to those whom nobody wrote to, half done.
pub async fn by_telephone(teller: &Teller<'_>) -> Result<(), AppError> {
    teller.days(-6, -4);
    let edits = teller.secretary::<EditMobilisation>()?;
    let new = CALL.input(CampagneCanal::Telephone, vec![Statut::Repere]);
    let id = told(teller.app.create_campagne(&edits, &new).await)?;
    told(teller.app.launch_campagne(&edits, id).await)?;
    let (_, people) = teller.app.campagne_sollicites(&teller.coordinator::<ReadMobilisation>()?, id).await?;
    let listed = people.iter().filter(|one| one.sollicitation.ecart.is_none());
    let listed: Vec<SollicitationId> = listed.map(|one| one.sollicitation.id).collect();
    for (rank, one) in listed.iter().take(listed.len() / 2).enumerate() {
        teller.days(-5 + (rank / 4) as i64, -3);
        told(teller.app.note_call(&edits, *one, CALLS[rank % CALLS.len()]).await)?;
    }
    Ok(())
}
