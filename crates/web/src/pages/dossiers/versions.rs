//! Filed versions: read, downloaded, compared.

use app::dossier::Compare;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, ETAG};
use axum::response::{IntoResponse, Response};
use domain::ids::DepotId;
use domain::nombres::compte;
use serde::Deserialize;
use uuid::Uuid;

use super::verifier::DOCX;
use super::{Asked, under, url};
use crate::access::Path;
use crate::fields::Query;
use crate::pages::{Page, file, moment};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Download, EmptyState, Link};
use crate::views::dossier::difference::{ComparerView, DifferenceView};
use crate::views::dossier::lire::LireView;
use crate::views::sheet::{Acte, Part};

/// `…/versions/{depot}/…`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct VersionPath {
    depot: Uuid,
}

impl VersionPath {
    fn id(self) -> DepotId {
        DepotId(self.depot)
    }
}

/// GET `…/dossiers/{dossier}/versions`.
pub(crate) async fn list(State(web): State<Web>, asked: Asked) -> Page<SheetView> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    let here = format!("{}/versions", url(&place, lu.dossier.id));
    let (_, all) = web.app.versions(&asked.lecteur.dossiers, lu.dossier.id).await?;
    let page = under(&place, &lu, "Versions déposées");
    if all.is_empty() {
        let empty = EmptyState {
            title: "Aucune version n'est déposée.",
            text: "Chaque dépôt fige une version, que personne ne peut plus changer.".into(),
            link: None,
        };
        return Ok(SheetView::new(page, vec![Part::Empty(empty)]));
    }
    let last = all.last().map(|(one, _)| one.numero).unwrap_or_default();
    let actes = all.iter().rev().map(|(one, auteur)| {
        let titre = format!("Version {}", one.numero);
        let textes = vec![
            format!(
                "Déposée par {auteur} le {}, avec {}.",
                moment(one.filed_at),
                compte(one.annexes.len(), "annexe", "annexes")
            ),
            format!("Empreinte SHA-256 du PDF\u{a0}: {}", one.sha256),
        ];
        let mut acte = Acte::new(titre, textes);
        acte.url = Some(format!("{here}/{}", one.id));
        acte.liens = vec![
            Link::new(
                format!("Télécharger le PDF de la version {}", one.numero),
                format!("{here}/{}/lettre.pdf", one.id),
            ),
            Link::new(
                format!("Télécharger le dossier complet de la version {}", one.numero),
                format!("{here}/{}/dossier.zip", one.id),
            ),
        ];
        let next = if one.numero < last { one.numero.saturating_add(1).to_string() } else { String::new() };
        let label = match next.as_str() {
            "" => format!("Comparer la version {} à aujourd'hui", one.numero),
            other => format!("Comparer la version {} à la version {other}", one.numero),
        };
        acte.liens.push(Link::new(label, format!("{here}/comparer?de={}&a={next}", one.numero)));
        acte
    });
    let lead = Part::Lead(
        "Chaque version est gardée telle qu'elle a été déposée, octet par octet. Son empreinte le prouve."
            .into(),
    );
    Ok(SheetView::new(page, vec![lead, Part::Actes(actes.collect())]))
}

/// GET `…/versions/{depot}`.
pub(crate) async fn read(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<VersionPath>,
) -> Page<LireView> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    let here = format!("{}/versions", url(&place, lu.dossier.id));
    let (_, version) = web.app.version_read(&asked.lecteur.dossiers, (lu.dossier.id, path.id())).await?;
    let letter = version.redigee.as_ref().ok_or(PageError::NotFound)?;
    let depot = &version.depot;
    let statut = format!(
        "Version {}, déposée par {} le {}. Empreinte SHA-256 du PDF\u{a0}: {}",
        depot.numero,
        version.auteur,
        moment(depot.filed_at),
        depot.sha256
    );
    let page =
        under(&place, &lu, format!("Version {}", depot.numero)).under("Versions déposées", here.clone());
    let mut view = LireView::new(page, letter, statut);
    let own = format!("{here}/{}", depot.id);
    let given = |label: &str, format, url, hint| Download { label: label.to_owned(), url, format, hint };
    view.fichiers = vec![
        given("Version déposée", "PDF", format!("{own}/lettre.pdf"), "Toujours les mêmes octets."),
        given("Version déposée", "DOCX", format!("{own}/lettre.docx"), "Pour un traitement de texte."),
        given(
            "Dossier complet",
            "ZIP",
            format!("{own}/dossier.zip"),
            "Avec les annexes et un manifeste vérifiable.",
        ),
    ];
    Ok(view)
}

/// A filed document: its fingerprint is its name in caches.
fn frozen(bytes: Vec<u8>, (kind, name): (&'static str, &str), tag: &str) -> Response {
    let headers = [(ETAG, format!("\"{tag}\"")), (CACHE_CONTROL, "private, no-cache".to_owned())];
    (headers, file(bytes, kind, name)).into_response()
}

/// GET `…/versions/{depot}/lettre.pdf`.
pub(crate) async fn pdf(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<VersionPath>,
) -> Page<Response> {
    let (depot, own) = web.app.version_documents(&asked.lecteur.dossiers, (asked.id()?, path.id())).await?;
    Ok(frozen(own.pdf, ("application/pdf", &format!("dossier-version-{}.pdf", depot.numero)), &depot.sha256))
}

/// GET `…/versions/{depot}/lettre.docx`.
pub(crate) async fn docx(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<VersionPath>,
) -> Page<Response> {
    let (depot, own) = web.app.version_documents(&asked.lecteur.dossiers, (asked.id()?, path.id())).await?;
    let bytes = own.docx.ok_or(PageError::NotFound)?;
    Ok(frozen(
        bytes,
        (DOCX, &format!("dossier-version-{}.docx", depot.numero)),
        &format!("{}-docx", depot.sha256),
    ))
}

/// GET `…/versions/{depot}/dossier.zip`.
pub(crate) async fn zip(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<VersionPath>,
) -> Page<Response> {
    let (depot, bytes) = web.app.version_bundle(&asked.lecteur.dossiers, (asked.id()?, path.id())).await?;
    Ok(frozen(
        bytes,
        ("application/zip", &format!("dossier-version-{}.zip", depot.numero)),
        &format!("{}-zip", depot.sha256),
    ))
}

/// GET `…/versions/comparer?de=1&a=2`.
pub(crate) async fn compare(State(web): State<Web>, asked: Asked, Query(query): Query) -> Page<ComparerView> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    let number = |name: &str| query.text(name).parse::<i64>().map_err(|_| PageError::NotFound);
    let from = if query.text("de").is_empty() { 1 } else { number("de")? };
    let (to, after) = match query.text("a") {
        "" => (Compare::Brouillon, "à ce qui est écrit aujourd'hui".to_owned()),
        _ => (Compare::Version(number("a")?), format!("à la version {}", number("a")?)),
    };
    let difference = web.app.version_difference(&asked.lecteur, lu.dossier.id, (from, to)).await?;
    let here = format!("{}/versions", url(&place, lu.dossier.id));
    let page = under(&place, &lu, "Comparer deux versions").under("Versions déposées", here.clone());
    Ok(ComparerView {
        page,
        versions: format!("De la version {from} {after}."),
        difference: DifferenceView::of(difference),
        liens: vec![Link::new("Voir les versions déposées", here)],
    })
}
