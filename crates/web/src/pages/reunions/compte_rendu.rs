//! The minutes of a meeting.

use app::communaute::reunions::{Approbation, ReunionError};
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditGroupes, ReadGroupes};
use domain::communaute::{CompteRendu, ReunionState};
use domain::ids::ReunionId;

use super::preparer::{back, written};
use super::{ReunionPath, conflict, done, page, refused, unprocessable, url};
use crate::access::{Can, Path, Signed};
use crate::fields::{Fields, Query};
use crate::pages::groupes::also;
use crate::pages::{Page, Place, file, moment, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::reunions::compte_rendu::{self, CompteRenduPage, VersionLue};
use crate::views::reunions::{quand, titre_reunion};
use crate::wording::organisation::CHOOSE;

const DONE: &[(&str, &str)] = &[
    ("prepare", "Le texte est préparé. Relisez-le et corrigez-le."),
    ("texte", "Le texte est enregistré."),
    ("scelle", "Le compte rendu est scellé. Il ne change plus."),
];

/// What is said of the seal of a version.
async fn mentions(web: &Web, proof: &Allowed<ReadGroupes>, of: &CompteRendu) -> Page<Vec<String>> {
    let Some(at) = of.scelle_at else {
        return Ok(vec!["Brouillon\u{a0}: ce texte n'est pas approuvé.".to_owned()]);
    };
    let by = match Approbation::from_key(&of.approbation) {
        Some(Approbation::Reunion(id)) => {
            let vue = web.app.reunion_vue(proof, id).await?;
            format!("Approuvé par la réunion «\u{a0}{}\u{a0}».", titre_reunion(&vue.reunion, &vue.zone))
        }
        _ => "Approuvé par le bureau.".to_owned(),
    };
    let mut said = vec![by, format!("Scellé le {}.", moment(at))];
    said.extend((!of.motif.is_empty()).then(|| format!("Motif de la correction\u{a0}: {}", of.motif)));
    Ok(said)
}

async fn versions(web: &Web, proof: &Allowed<ReadGroupes>, id: ReunionId) -> Page<Vec<VersionLue>> {
    let mut read = Vec::new();
    for vue in web.app.minutes(proof, id).await? {
        read.push(VersionLue { mentions: mentions(web, proof, &vue.version).await?, vue });
    }
    Ok(read)
}

async fn view(
    web: &Web,
    (read, edits): (&Allowed<ReadGroupes>, Option<&Allowed<EditGroupes>>),
    (id, typed): (ReunionId, Option<&str>),
) -> Page<(Place, SheetView)> {
    let (place, vue) = (place(web, read).await?, web.app.reunion_vue(read, id).await?);
    let (mut may_edit, mut bureau, mut later) = (false, false, Vec::new());
    if let Some(proof) = edits {
        let reach = web.app.group_reach(proof).await?;
        (may_edit, bureau) = (reach.covers(vue.reunion.groupe), reach.covers(None));
        later = web.app.approving(proof, id).await?;
    }
    let later: Vec<_> = later.iter().map(|one| (one.id.to_string(), titre_reunion(one, &vue.zone))).collect();
    let reunion = url(&place, id);
    let page = page(&place, "Compte rendu").under(vue.reunion.titre.clone(), reunion.clone());
    let view = compte_rendu::show(
        page.with_overline(titre_reunion(&vue.reunion, &vue.zone)),
        &CompteRenduPage {
            url: &format!("{reunion}/compte-rendu"),
            reunion: &reunion,
            versions: &versions(web, read, id).await?,
            tenue: vue.reunion.state == ReunionState::Tenue,
            may_edit,
            bureau,
            approbateurs: &later,
            typed,
        },
    );
    Ok((place, view))
}

/// GET `…/reunions/{reunion}/compte-rendu`.
pub(crate) async fn show(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Path(path): Path<ReunionPath>,
    Signed(visitor): Signed,
    query: Query,
) -> Page<SheetView> {
    let edits = also::<EditGroupes>(&visitor.actor, read.cpts());
    Ok(done(view(&web, (&read, edits.as_ref()), (path.id(), None)).await?.1, &query, DONE))
}

/// POST `…/reunions/{reunion}/compte-rendu`: the first text, or a corrected version.
pub(crate) async fn draft(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = view(&web, (&read, Some(&proof)), (path.id(), None)).await?;
    match web.app.draft_minutes(&proof, path.id(), fields.text("motif")).await {
        Ok(()) => Ok(back(&place, path.id(), "compte-rendu?fait=prepare")),
        Err(error) => refused(view, error),
    }
}

/// POST `…/reunions/{reunion}/compte-rendu/texte`.
pub(crate) async fn save(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let typed = fields.raw("texte").unwrap_or_default();
    let (place, view) = view(&web, (&read, Some(&proof)), (path.id(), Some(typed))).await?;
    let version = fields.text("version").parse().unwrap_or_default();
    match web.app.save_minutes(&proof, (path.id(), version), typed).await {
        Ok(()) => Ok(back(&place, path.id(), "compte-rendu?fait=texte")),
        Err(ReunionError::Overwritten(_)) => {
            let sentence = "Une autre personne a changé ce texte. Le vôtre est ci-dessous\u{a0}: comparez avec le PDF, puis enregistrez.";
            Ok(unprocessable(view, ("texte", sentence.to_owned())))
        }
        Err(error) => refused(view, error),
    }
}

/// POST `…/reunions/{reunion}/compte-rendu/sceller`.
pub(crate) async fn seal(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Can(proof): Can<EditGroupes>,
    Path(path): Path<ReunionPath>,
    fields: Fields,
) -> Page<Response> {
    let (place, view) = view(&web, (&read, Some(&proof)), (path.id(), None)).await?;
    let Some(by) = Approbation::from_key(fields.text("par")) else {
        return Ok(unprocessable(view, ("par", CHOOSE.to_owned())));
    };
    let version = fields.text("version").parse().unwrap_or_default();
    web.app.seal_minutes(&proof, (path.id(), version), by).await.map_err(conflict)?;
    Ok(back(&place, path.id(), "compte-rendu?fait=scelle"))
}

/// GET `…/reunions/{reunion}/compte-rendu.pdf`: the last version, or the one that is asked.
pub(crate) async fn pdf(
    State(web): State<Web>,
    Can(read): Can<ReadGroupes>,
    Path(path): Path<ReunionPath>,
    query: Query,
) -> Page<Response> {
    let (cpts, vue) = (web.app.cpts(read.cpts()).await?, web.app.reunion_vue(&read, path.id()).await?);
    let versions = versions(&web, &read, path.id()).await?;
    let asked: Option<i64> = query.0.text("version").parse().ok();
    let found = match asked {
        Some(number) => versions.into_iter().find(|one| one.vue.version.numero == number),
        None => versions.into_iter().next_back(),
    };
    let VersionLue { vue: version, mut mentions } = found.ok_or(PageError::NotFound)?;
    mentions.extend(version.version.empreinte.map(|sum| format!("Empreinte SHA-256\u{a0}: {sum}")));
    let document = documents::ProcesVerbal {
        cpts: cpts.name,
        fictitious: cpts.fictitious,
        groupe: vue.groupe.as_ref().map(|one| one.nom.clone()),
        titre: vue.reunion.titre.clone(),
        quand: quand(&vue.reunion, &vue.zone),
        texte: version.version.texte,
        mentions,
        date: web.app.today(),
    };
    let bytes = written(move || documents::compte_rendu_pdf(&document)).await?;
    Ok(file(bytes, "application/pdf", "compte-rendu.pdf"))
}
