//! A vote: prepared, opened, counted, closed.

use app::communaute::gouvernance::{GouvernanceError, NewBallot, NewVote, SeatElected};
use app::communaute::{ReadsCommunaute, ReadsGroupes};
use axum::extract::State;
use axum::response::Response;
use documents::ListeTableur;
use domain::authz::{Allowed, EditGouvernance, EditGroupes, ReadGouvernance};
use domain::communaute::Fonction;
use domain::communaute::gouvernance::{Forme, Mode, Vote};
use domain::ids::VoteId;

use super::{DONE, ReunionPath, VotePath, base, done, under_meeting, wrong};
use crate::access::{Can, May, Path};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, file, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::gouvernance::vote::{self, Seen};
use crate::wording::gouvernance::at_field;
use crate::wording::organisation::{CHOOSE, NOT_A_DAY};

/// GET `…/gouvernance/reunions/{reunion}/votes/nouveau`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<ReunionPath>,
) -> Page<SheetView> {
    let read = web.app.seance(&proof, path.id()).await?;
    let (place, page) = under_meeting(&web, &proof, (&read.reunion, "Préparer un vote")).await?;
    Ok(vote::form(page, &format!("{}/reunions/{}", base(&place), path.id()), &read))
}

fn read(fields: &Fields) -> Result<NewVote, (&'static str, String)> {
    let forme = Forme::from_key(fields.text("forme")).ok_or(("forme", CHOOSE.to_owned()))?;
    let mode = Mode::from_key(fields.text("mode")).ok_or(("mode", CHOOSE.to_owned()))?;
    Ok(NewVote {
        question: fields.text("question").to_owned(),
        forme,
        mode,
        noms: fields.text("noms").lines().map(str::to_owned).collect(),
        sieges: fields.text("sieges").parse().unwrap_or(0),
        remuneration: fields.text("remuneration") == "oui",
        concernes: fields.all("concernes").filter_map(|id| id.parse().ok()).collect(),
    })
}

/// POST `…/gouvernance/reunions/{reunion}/votes/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let seance = web.app.seance(&proof, path.id()).await?;
    let (place, page) = under_meeting(&web, &proof, (&seance.reunion, "Préparer un vote")).await?;
    let view = vote::form(page, &format!("{}/reunions/{}", base(&place), path.id()), &seance);
    let new = match read(&fields) {
        Ok(new) => new,
        Err(error) => return Ok(wrong(view, &fields, error)),
    };
    match web.app.prepare_vote(&proof, path.id(), new).await {
        Ok(id) => Ok(to(&place, id, "prepare")),
        Err(error) => Ok(wrong(view, &fields, at_field(error)?)),
    }
}

fn to(place: &Place, id: VoteId, what: &str) -> Response {
    go(&format!("{}/votes/{id}?fait={what}", base(place)))
}

async fn shown<P: ReadsCommunaute + ReadsGroupes>(
    web: &Web,
    proof: &Allowed<P>,
    (id, may): (VoteId, bool),
) -> Page<(Place, Vote, SheetView)> {
    let (vote, signed) = web.app.vote(proof, id).await?;
    let seance = web.app.seance(proof, vote.reunion).await?;
    let (place, page) = under_meeting(web, proof, (&seance.reunion, &vote.question)).await?;
    let seen = Seen { vote: &vote, signed: &signed, seance: &seance, may };
    let view = vote::show(page, &base(&place), seen);
    Ok((place, vote, view))
}

/// GET `…/gouvernance/votes/{vote}`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(proof): Can<ReadGouvernance>,
    may: May<EditGouvernance>,
    Path(path): Path<VotePath>,
    query: Query,
) -> Page<SheetView> {
    let (_, _, view) = shown(&web, &proof, (path.id(), may.yes())).await?;
    Ok(done(view, &query, DONE))
}

/// POST `…/gouvernance/votes/{vote}/ouvrir`.
pub(crate) async fn open(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<VotePath>,
) -> Page<Response> {
    web.app.open_vote(&proof, path.id()).await?;
    Ok(to(&place(&web, &proof).await?, path.id(), "ouvert"))
}

/// POST `…/gouvernance/votes/{vote}/carence`: no quorum, and a trace of it.
pub(crate) async fn no_quorum(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<VotePath>,
) -> Page<Response> {
    web.app.note_no_quorum(&proof, path.id()).await?;
    Ok(to(&place(&web, &proof).await?, path.id(), "carence"))
}

/// POST `…/gouvernance/votes/{vote}/fermer`.
pub(crate) async fn close(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<VotePath>,
) -> Page<Response> {
    web.app.close_vote(&proof, path.id()).await?;
    Ok(to(&place(&web, &proof).await?, path.id(), "clos"))
}

/// POST `…/gouvernance/votes/{vote}/salle`: votes counted in the room.
pub(crate) async fn room(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<VotePath>,
    fields: Fields,
) -> Page<Response> {
    let (place, vote, view) = shown(&web, &proof, (path.id(), true)).await?;
    let mut counts = Vec::new();
    for one in vote.propositions() {
        let name = format!("voix-{}", one.cle);
        match (fields.text(&name), fields.whole_number(&name)) {
            ("", _) => {}
            (_, Some(count)) => counts.push((one.cle, count)),
            (_, None) => {
                return Ok(wrong(view, &fields, ("salle", crate::wording::UNREADABLE_NUMBER.to_owned())));
            }
        }
    }
    match web.app.count_room(&proof, path.id(), &counts).await {
        Ok(()) => Ok(to(&place, path.id(), "salle")),
        Err(error) => Ok(wrong(view, &fields, at_field(error)?)),
    }
}

/// What a form says of a ballot.
pub(super) fn ballot(fields: &Fields) -> Option<NewBallot> {
    Some(NewBallot {
        pour: fields.text("pour").parse().ok()?,
        choix: fields.all("choix").filter(|cle| !cle.is_empty()).map(str::to_owned).collect(),
        interet: matches!(fields.text("interet"), "retrait" | "vote"),
        retrait: fields.text("interet") == "retrait",
    })
}

/// POST `…/gouvernance/votes/{vote}/voix`: a vote said aloud.
pub(crate) async fn voice(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<VotePath>,
    fields: Fields,
) -> Page<Response> {
    let (place, _, view) = shown(&web, &proof, (path.id(), true)).await?;
    let Some(new) = ballot(&fields) else {
        return Ok(wrong(view, &fields, ("pour", CHOOSE.to_owned())));
    };
    match web.app.cast_for(&proof, path.id(), new).await {
        Ok(()) => Ok(to(&place, path.id(), "voix")),
        Err(GouvernanceError::Vote(error)) => Ok(wrong(view, &fields, at_field(error.into())?)),
        Err(error) => Err(error.into()),
    }
}

/// POST `…/gouvernance/votes/{vote}/mandats`: seats for who was elected.
pub(crate) async fn seats(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Can(groupes): Can<EditGroupes>,
    Path(path): Path<VotePath>,
    fields: Fields,
) -> Page<Response> {
    let (place, _, view) = shown(&web, &proof, (path.id(), true)).await?;
    let (Ok(Some(depuis)), Ok(jusque)) = (fields.day("depuis"), fields.day("jusque")) else {
        let field = if matches!(fields.day("depuis"), Ok(Some(_))) { "jusque" } else { "depuis" };
        return Ok(wrong(view, &fields, (field, NOT_A_DAY.to_owned())));
    };
    let (Ok(groupe), Some(fonction)) =
        (fields.text("groupe").parse(), Fonction::from_key(fields.text("fonction")))
    else {
        return Ok(wrong(view, &fields, ("groupe", CHOOSE.to_owned())));
    };
    web.app
        .seat_elected((&proof, &groupes), path.id(), SeatElected { groupe, fonction, depuis, jusque })
        .await?;
    Ok(to(&place, path.id(), "mandats"))
}

/// GET `…/gouvernance/votes/{vote}/emargement.csv`: who voted, never what in a secret vote.
pub(crate) async fn signatures(
    State(web): State<Web>,
    Can(proof): Can<EditGouvernance>,
    Path(path): Path<VotePath>,
) -> Page<Response> {
    let (vote, signed) = web.app.vote(&proof, path.id()).await?;
    let seance = web.app.seance(&proof, vote.reunion).await.map_err(PageError::from)?;
    let yes = |flag: bool| if flag { "oui" } else { "non" }.to_owned();
    let mut lignes: Vec<Vec<String>> = signed
        .iter()
        .map(|one| {
            let held = one.par.map(|par| seance.annuaire.nom(par)).unwrap_or_default();
            vec![seance.annuaire.nom(one.personne), one.participation.label().into(), held, yes(one.interet)]
        })
        .collect();
    lignes.sort();
    let colonnes = ["Membre", "Participation", "Procuration portée par", "Intérêt déclaré"];
    let bytes =
        documents::liste_csv(&ListeTableur { colonnes: colonnes.map(str::to_owned).to_vec(), lignes });
    Ok(file(bytes, "text/csv; charset=utf-8", "emargement.csv"))
}
