//! The documents that go with a dossier.

use app::dossier::DossierAnnexError;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::EditDossiers;
use domain::ids::PieceId;
use serde::Deserialize;
use uuid::Uuid;

use super::{Asked, done, sentence, under, url};
use crate::access::{Can, Path};
use crate::fields::Query;
use crate::pages::{Page, go, pieces::given};
use crate::shell::PageError;
use crate::state::Web;
use crate::upload::Upload;
use crate::views::SheetView;
use crate::views::components::{ActionForm, EmptyState, Field, FieldKind};
use crate::views::sheet::{Acte, Form, Item, Part};

const DONE: &[(&str, &str)] =
    &[("joint", "Le document est joint."), ("retire", "Le document n'est plus joint.")];

/// `…/annexes/{piece}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct PiecePath {
    piece: Uuid,
}

async fn view(web: &Web, asked: &Asked) -> Page<SheetView> {
    let (place, lu) = (asked.place(web).await?, asked.read(web).await?);
    let here = format!("{}/annexes", url(&place, lu.dossier.id));
    let all = web.app.annexes(&asked.lecteur.dossiers, &lu.dossier).await?;
    let mut parts = vec![Part::Lead("Diagnostics reçus, demande de subvention, carte, comptes rendus\u{a0}: ce qui part avec le dossier, dans cet ordre.".into())];
    let open = asked.edits && lu.est_ouvert();
    if all.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucune annexe n'est jointe.",
            text: "Le Guichet demande au moins la demande de subvention.".into(),
            link: None,
        }));
    }
    let actes = all.iter().map(|one| {
        let size = domain::nombres::decimal(one.size as f64 / 1024.0, 1);
        let mut acte =
            Acte::new(one.name.clone(), vec![format!("{size} Kio. Empreinte SHA-256\u{a0}: {}", one.sha256)]);
        acte.url = Some(format!("{here}/{}", one.id));
        if open {
            acte.actions = vec![ActionForm::new(
                format!("Retirer «\u{a0}{}\u{a0}»", one.name),
                format!("{here}/{}/retirer", one.id),
            )];
        }
        acte
    });
    parts.push(Part::Actes(actes.collect()));
    if open && web.app.has_subsidy(&asked.lecteur).await? {
        let mut acte = Acte::new(
            "Demande de subvention (CERFA 12156)",
            vec!["La dernière version figée de votre demande.".into()],
        );
        acte.actions =
            vec![ActionForm::new("Joindre la demande de subvention", format!("{here}/subvention"))];
        parts.push(Part::Actes(vec![acte]));
    }
    if open {
        let field = Field::new("fichier", "Document à joindre")
            .kind(FieldKind::File { accept: ".pdf,.docx,.xlsx,.odt,.ods,.csv,.png,.jpg" })
            .hint("PDF, texte, tableur ou image. Le contenu est vérifié, pas seulement le nom.")
            .required();
        parts.push(Part::Form(Form::new(here, "Joindre le document", vec![Item::Field(field)])));
    }
    Ok(SheetView::new(under(&place, &lu, "Annexes du dossier"), parts))
}

/// GET `…/dossiers/{dossier}/annexes`.
pub(crate) async fn list(State(web): State<Web>, asked: Asked, query: Query) -> Page<SheetView> {
    let mut view = view(&web, &asked).await?;
    view.page = done(view.page, &query, DONE);
    Ok(view)
}

/// GET `…/dossiers/{dossier}/annexes/{piece}`.
pub(crate) async fn download(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<PiecePath>,
) -> Page<Response> {
    let (piece, content) =
        web.app.annexe(&asked.lecteur.dossiers, (asked.id()?, PieceId(path.piece))).await?;
    Ok(given(piece, content))
}

/// POST `…/dossiers/{dossier}/annexes`.
pub(crate) async fn attach(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
    upload: Upload,
) -> Page<Response> {
    let (place, id) = (asked.place(&web).await?, asked.id()?);
    let refuse = async |text: String| -> Page<Response> {
        let view = view(&web, &asked).await?.refusing("fichier", text);
        Ok((StatusCode::UNPROCESSABLE_ENTITY, view).into_response())
    };
    let Some((name, content)) = upload.file else {
        return refuse("Choisissez un fichier à joindre.".into()).await;
    };
    match web.app.attach_to_dossier(&proof, id, (&name, content)).await {
        Ok(_) => Ok(go(&format!("{}/annexes?fait=joint", url(&place, id)))),
        Err(DossierAnnexError::Piece(error)) => refuse(crate::wording::valeurs::piece(error)?).await,
        Err(DossierAnnexError::Dossier(error)) => match sentence(&error) {
            Some(text) => refuse(text).await,
            None => Err(error.into()),
        },
    }
}

/// POST `…/dossiers/{dossier}/annexes/subvention`.
pub(crate) async fn subsidy(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
) -> Page<Response> {
    let (place, id) = (asked.place(&web).await?, asked.id()?);
    match web.app.attach_subsidy((&asked.lecteur, &proof), id).await {
        Ok(_) => Ok(go(&format!("{}/annexes?fait=joint", url(&place, id)))),
        Err(DossierAnnexError::Piece(error)) => Err(PageError::internal(&error)),
        Err(DossierAnnexError::Dossier(error)) => Err(error.into()),
    }
}

/// POST `…/dossiers/{dossier}/annexes/{piece}/retirer`.
pub(crate) async fn detach(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
    Path(path): Path<PiecePath>,
) -> Page<Response> {
    let (place, id) = (asked.place(&web).await?, asked.id()?);
    web.app.detach_from_dossier(&proof, (id, PieceId(path.piece))).await?;
    Ok(go(&format!("{}/annexes?fait=retire", url(&place, id))))
}
