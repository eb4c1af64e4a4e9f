//! The general assembly: rules, proxies, three votes, minutes; and a vote that the next board will open.

use app::AppError;
use app::communaute::CommunauteFictive;
use app::communaute::gouvernance::{NewBallot, NewProcuration, NewVote, SeanceLue, SeatElected};
use app::communaute::reunions::Approbation;
use domain::authz::{Allowed, EditGouvernance, EditGroupes};
use domain::communaute::gouvernance::vote::{ABSTENTION, CONTRE, POUR};
use domain::communaute::gouvernance::{Forme, Mode, MoyenProcuration, Vote, modeles};
use domain::communaute::{Fonction, GroupeKind, Reunion};
use domain::ids::{PersonneId, ReunionId, VoteId};
use jiff::ToSpan;

use super::{Teller, held as minutes, told};

/// Proxies given by members who could not come.
const PROXIES: usize = 3;
/// Minutes of a day.
const DAY: i64 = 24 * 60;

/// The assembly, from its rules to its sealed minutes.
pub async fn held(teller: &Teller<'_>, id: ReunionId, invented: &CommunauteFictive) -> Result<(), AppError> {
    let reunion = invented.reunions.iter().find(|one| one.id == id).ok_or(AppError::NotFound)?;
    let debut = reunion.debut.ok_or(AppError::NotFound)?;
    rules(teller).await?;
    let edits = teller.board::<EditGouvernance>()?;
    teller.after(debut, -DAY);
    proxies(teller, &edits, id).await?;
    teller.after(debut, 40);
    let report = NewVote {
        question: "Approuvez-vous le rapport d'activité et les comptes\u{202f}?".into(),
        ..question(Forme::PourContre, Mode::Nominal)
    };
    let choice = |rank: usize| match rank {
        4 => CONTRE,
        9 => ABSTENTION,
        _ => POUR,
    };
    given(teller, &edits, (id, report), |_, rank| vec![choice(rank).to_owned()]).await?;
    teller.after(debut, 60);
    let dues = NewVote {
        question: "Gardez-vous la cotisation à 20\u{202f}€\u{202f}?".into(),
        ..question(Forme::PourContre, Mode::MainLevee)
    };
    let dues = told(teller.app.prepare_vote(&edits, id, dues).await)?;
    told(teller.app.open_vote(&edits, dues).await)?;
    let counts = [(POUR.to_owned(), 13), (CONTRE.to_owned(), 1), (ABSTENTION.to_owned(), 1)];
    told(teller.app.count_room(&edits, dues, &counts).await)?;
    told(teller.app.close_vote(&edits, dues).await)?;
    teller.after(debut, 80);
    elected(teller, &edits, (reunion, invented)).await?;
    ended(teller, reunion).await
}

/// The rules that the association adopted when it was founded.
async fn rules(teller: &Teller<'_>) -> Result<(), AppError> {
    teller.days(-495, 0);
    let modele = modeles()?.get("quart").ok_or(AppError::NotFound)?;
    let mut rules = modele.reglement.clone();
    rules.source = "Statuts, articles 9 à 12".into();
    rules.adopte = Some(teller.app.today());
    rules.modele = Some(modele.cle.clone());
    told(teller.app.set_reglement(&teller.board()?, rules).await)
}

fn question(forme: Forme, mode: Mode) -> NewVote {
    NewVote {
        question: String::new(),
        forme,
        mode,
        noms: Vec::new(),
        sieges: 1,
        remuneration: false,
        concernes: Vec::new(),
    }
}

async fn proxies(
    teller: &Teller<'_>,
    edits: &Allowed<EditGouvernance>,
    id: ReunionId,
) -> Result<(), AppError> {
    let seance = teller.app.seance(edits, id).await?;
    let (there, away): (Vec<PersonneId>, Vec<PersonneId>) =
        seance.corps.iter().map(|(id, _)| id).partition(|id| seance.presents.contains(id));
    for (donneur, porteur) in away.into_iter().take(PROXIES).zip(there) {
        let new = NewProcuration { reunion: id, donneur, porteur, moyen: MoyenProcuration::Papier };
        told(teller.app.give_procuration(edits, new).await)?;
    }
    Ok(())
}

/// Prepares, opens and closes a vote at which everybody who may vote does.
async fn given(
    teller: &Teller<'_>,
    edits: &Allowed<EditGouvernance>,
    (id, new): (ReunionId, NewVote),
    choose: impl Fn(&Vote, usize) -> Vec<String>,
) -> Result<VoteId, AppError> {
    let vote = told(teller.app.prepare_vote(edits, id, new).await)?;
    told(teller.app.open_vote(edits, vote).await)?;
    let (known, _) = teller.app.vote(edits, vote).await?;
    let seance = teller.app.seance(edits, id).await?;
    for (rank, (who, pour)) in ballots(&seance).into_iter().enumerate() {
        let ballot = NewBallot { pour, choix: choose(&known, rank), interet: false, retrait: false };
        told(teller.app.cast(edits, (vote, who), ballot).await)?;
    }
    told(teller.app.close_vote(edits, vote).await)?;
    Ok(vote)
}

/// Who gives each vote, and whose it is. Somebody who left before does not vote.
fn ballots(seance: &SeanceLue) -> Vec<(PersonneId, PersonneId)> {
    let voters = seance.corps.iter().map(|(id, _)| id);
    voters.flat_map(|who| seance.votes_of(who).into_iter().map(move |pour| (who, pour))).collect()
}

/// Two seats of the council for three names, by a secret vote.
async fn elected(
    teller: &Teller<'_>,
    edits: &Allowed<EditGouvernance>,
    (reunion, invented): (&Reunion, &CommunauteFictive),
) -> Result<(), AppError> {
    let ca = invented.groupes.iter().find(|one| one.kind == GroupeKind::Ca).ok_or(AppError::NotFound)?;
    let seance = teller.app.seance(edits, reunion.id).await?;
    let sits = |id: PersonneId| invented.mandats.iter().any(|one| one.groupe == ca.id && one.personne == id);
    let free = seance.corps.iter().map(|(id, _)| id).filter(|id| !sits(*id));
    let names: Vec<String> =
        free.filter_map(|id| seance.annuaire.get(id)).map(|one| one.nom_texte()).take(3).collect();
    let new = NewVote {
        question: "Qui siège au conseil d'administration\u{202f}?".into(),
        noms: names,
        sieges: 2,
        ..question(Forme::Noms, Mode::Secret)
    };
    let choose = |vote: &Vote, rank: usize| {
        let names = &vote.fiche.noms;
        let left_out = if rank % 3 == 1 { 1 } else { 2 };
        let kept = names.iter().enumerate().filter(|(place, _)| *place != left_out);
        kept.map(|(_, one)| one.cle.clone()).take(2).collect()
    };
    let vote = given(teller, edits, (reunion.id, new), choose).await?;
    let depuis = teller.app.today();
    let seat = SeatElected {
        groupe: ca.id,
        fonction: Fonction::Membre,
        depuis,
        jusque: depuis.checked_add(3.years()).ok(),
    };
    let groups = teller.board::<EditGroupes>()?;
    told(teller.app.seat_elected((edits, &groups), vote, seat).await)?;
    Ok(())
}

/// The assembly is over: its sheet, its minutes.
async fn ended(teller: &Teller<'_>, reunion: &Reunion) -> Result<(), AppError> {
    let fin = reunion.fin.ok_or(AppError::NotFound)?;
    let groups = teller.secretary::<EditGroupes>()?;
    teller.after(fin, 5);
    told(teller.app.close_reunion(&groups, reunion.id, true).await)?;
    minutes::close(teller, reunion).await?;
    teller.after(fin, 2 * DAY);
    told(teller.app.draft_minutes(&groups, reunion.id, "").await)?;
    teller.after(fin, 20 * DAY);
    minutes::approve(teller, reunion.id, Approbation::Bureau).await
}

/// A vote that waits for a meeting to come.
pub async fn prepared(teller: &Teller<'_>, id: ReunionId) -> Result<(), AppError> {
    teller.days(-3, 0);
    let new = NewVote {
        question: "Retenez-vous l'offre du logiciel de coordination\u{202f}?".into(),
        remuneration: false,
        ..question(Forme::PourContre, Mode::Nominal)
    };
    told(teller.app.prepare_vote(&teller.board::<EditGouvernance>()?, id, new).await)?;
    Ok(())
}
