//! Agreements with a structure.

use app::AppError;
use app::communaute::ConventionChange;
use axum::extract::State;
use axum::response::Response;
use domain::authz::{Allowed, EditCommunaute, ReadCommunaute};
use domain::communaute::{Convention, Structure};
use domain::ids::PieceId;
use domain::pieces::OfConvention;
use serde::Deserialize;
use uuid::Uuid;

use super::StructurePath;
use super::saisie::standing;
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::personnes::actions::changed;
use crate::pages::personnes::saisie::version;
use crate::pages::personnes::{titled, under, unprocessable};
use crate::pages::{Page, go, place};
use crate::shell::PageError;
use crate::state::Web;
use crate::upload::Upload;
use crate::views::SheetView;
use crate::views::structures::conventions::{self, Champs};
use crate::wording;
use crate::wording::organisation::NOT_A_DAY;

/// `…/structures/{structure}/conventions/{rang}`.
#[derive(Clone, Copy, Deserialize)]
pub(crate) struct ConventionPath {
    structure: Uuid,
    rang: usize,
}

impl ConventionPath {
    fn structure(self) -> StructurePath {
        StructurePath { structure: self.structure }
    }
}

async fn form(
    web: &Web,
    read: &Allowed<ReadCommunaute>,
    (one, rang): (&Structure, Option<usize>),
    mut champs: Champs,
) -> Page<SheetView> {
    let place = place(web, read).await?;
    let path = format!("structures/{}", one.id);
    let title = if rang.is_some() { "Corriger une convention" } else { "Ajouter une convention" };
    let page = titled(&place, title, &[("Structures", "structures"), (&one.nom, &path)]);
    let base = under(&place, &path);
    let last = rang.map_or_else(|| "nouvelle".to_owned(), |rang| rang.to_string());
    if champs.version.is_empty() {
        champs.version = one.version.to_string();
    }
    Ok(conventions::page(page, &champs, (&format!("{base}/conventions/{last}"), &base), rang.is_some()))
}

/// What was typed, or what is wrong with it.
fn read(fields: &Fields, champs: &mut Champs) -> Option<Convention> {
    let mut refuse = |name, sentence: &str| champs.errors.push((name, sentence.to_owned()));
    let objet = fields.text("objet").to_owned();
    if objet.is_empty() {
        refuse("objet", "Écrivez l'objet de la convention.");
    }
    let signee = fields.day("signee").ok().flatten();
    if signee.is_none() {
        refuse("signee", NOT_A_DAY);
    }
    let fin = fields.day("fin");
    if fin.is_err() {
        refuse("fin", NOT_A_DAY);
    }
    let late = matches!((signee, fin), (Some(signee), Ok(Some(fin))) if fin < signee);
    if late {
        refuse("fin", "Le dernier jour précède la signature. Corrigez l'une des deux dates.");
    }
    let piece = champs.piece.parse::<PieceId>().ok();
    let fin = fin.ok().flatten();
    champs.errors.is_empty().then_some(())?;
    Some(Convention { objet, signee: signee?, fin, piece })
}

async fn save(
    (web, proof, read_proof): (&Web, &Allowed<EditCommunaute>, &Allowed<ReadCommunaute>),
    (one, rang): (&Structure, Option<usize>),
    upload: Upload,
) -> Page<Response> {
    let Upload { fields, file } = upload;
    let text = |name| fields.text(name).to_owned();
    let mut champs = Champs {
        objet: text("objet"),
        signee: text("signee"),
        fin: text("fin"),
        piece: text("piece"),
        version: text("version"),
        errors: Vec::new(),
    };
    if let Some((name, bytes)) = file {
        match web.app.attach_piece::<OfConvention>(proof, &name, bytes).await {
            Ok(id) => champs.piece = id.to_string(),
            Err(error) => champs.errors.push(("fichier", wording::valeurs::piece(error)?)),
        }
    }
    let Some(convention) = read(&fields, &mut champs) else {
        return Ok(unprocessable(form(web, read_proof, (one, rang), champs).await?));
    };
    let change = match rang {
        Some(rang) => ConventionChange::Replace(rang, convention),
        None => ConventionChange::Add(convention),
    };
    match web.app.change_convention(proof, (one.id, version(&fields, "version")?), change).await {
        Ok(()) => {}
        Err(AppError::Text(error)) => {
            champs.errors.push(("objet", wording::organisation::text(error)));
            return Ok(unprocessable(form(web, read_proof, (one, rang), champs).await?));
        }
        Err(error) => return Err(changed(error)),
    }
    let place = place(web, proof).await?;
    Ok(go(&under(&place, &format!("structures/{}?fait=convention", one.id))))
}

/// GET `…/structures/{structure}/conventions/nouvelle`.
pub(crate) async fn new(
    State(web): State<Web>,
    Can(_): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<StructurePath>,
) -> Page<SheetView> {
    let one = standing(&web, &read, path).await?;
    form(&web, &read, (&one, None), Champs::default()).await
}

/// POST `…/structures/{structure}/conventions/nouvelle`.
pub(crate) async fn add(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<StructurePath>,
    upload: Upload,
) -> Page<Response> {
    let one = standing(&web, &read, path).await?;
    save((&web, &proof, &read), (&one, None), upload).await
}

/// GET `…/structures/{structure}/conventions/{rang}`.
pub(crate) async fn edit(
    State(web): State<Web>,
    Can(_): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<ConventionPath>,
) -> Page<SheetView> {
    let one = standing(&web, &read, path.structure()).await?;
    let convention = one.fiche.conventions.get(path.rang).ok_or(PageError::NotFound)?;
    let champs = Champs::of(convention);
    form(&web, &read, (&one, Some(path.rang)), champs).await
}

/// POST `…/structures/{structure}/conventions/{rang}`.
pub(crate) async fn correct(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Can(read): Can<ReadCommunaute>,
    Path(path): Path<ConventionPath>,
    upload: Upload,
) -> Page<Response> {
    let one = standing(&web, &read, path.structure()).await?;
    one.fiche.conventions.get(path.rang).ok_or(PageError::NotFound)?;
    save((&web, &proof, &read), (&one, Some(path.rang)), upload).await
}

/// POST `…/structures/{structure}/conventions/{rang}/retirer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    Can(proof): Can<EditCommunaute>,
    Path(path): Path<ConventionPath>,
    fields: Fields,
) -> Page<Response> {
    let sheet = (path.structure().id(), version(&fields, "version")?);
    web.app.change_convention(&proof, sheet, ConventionChange::Remove(path.rang)).await.map_err(changed)?;
    let place = place(&web, &proof).await?;
    Ok(go(&under(&place, &format!("structures/{}?fait=convention-retiree", path.structure))))
}
