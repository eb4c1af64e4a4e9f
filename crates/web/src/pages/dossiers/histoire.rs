//! The versions of one field.

use axum::extract::State;
use axum::response::Response;
use domain::authz::EditDossiers;

use super::ecrire::{FieldPath, back, told};
use super::{Asked, under, url};
use crate::access::{Can, Path};
use crate::fields::Fields;
use crate::pages::{Page, go, moment};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{ActionForm, Tag, Tone};
use crate::views::sheet::{Acte, Part};

/// GET `…/champs/{champ}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<FieldPath>,
) -> Page<SheetView> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    let champ = lu.modele.champ(&path.champ).ok_or(PageError::NotFound)?;
    let versions = web.app.field_history(&asked.lecteur.dossiers, (lu.dossier.id, &path.champ)).await?;
    let here = url(&place, lu.dossier.id);
    let last = lu.ecrit.version(&path.champ);
    let actes = versions.iter().map(|(one, nom)| {
        let titre = format!("Version {}, {nom}, le {}", one.version, moment(one.at));
        let mut acte = Acte::new(titre, told(&one.valeur).lines().map(str::to_owned).collect());
        if one.version == last {
            acte.tag = Some(Tag::new(Tone::Info, "En cours"));
        } else if asked.edits && lu.est_ouvert() {
            let button = ActionForm::new(
                format!("Reprendre la version {}", one.version),
                format!("{here}/champs/{}/reprendre", path.champ),
            );
            acte.actions = vec![button.with("version", one.version.to_string())];
        }
        acte
    });
    let step = lu
        .modele
        .partie_de(&path.champ)
        .map(|one| (one.titre.clone(), format!("{here}/ecrire/{}#{}", one.cle, path.champ)));
    let mut page = under(&place, &lu, format!("Versions de «\u{a0}{}\u{a0}»", champ.titre));
    if let Some((titre, url)) = step {
        page = page.under(titre, url);
    }
    let lead = Part::Lead("Chaque enregistrement garde le texte d'avant. Reprendre une version en ajoute une nouvelle\u{a0}: rien ne se perd.".into());
    Ok(SheetView::new(page, vec![lead, Part::Actes(actes.collect())]))
}

/// POST `…/champs/{champ}/reprendre`.
pub(crate) async fn take_up(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
    Path(path): Path<FieldPath>,
    fields: Fields,
) -> Page<Response> {
    let place = asked.place(&web).await?;
    asked.read(&web).await?;
    let version = fields.text("version").parse();
    let version =
        version.map_err(|_| PageError::Unprocessable("Choisissez la version à reprendre.".into()))?;
    web.app.take_up_version(&proof, (asked.id()?, &path.champ, version)).await?;
    let lu = asked.read(&web).await?;
    Ok(go(&back(&place, &lu, &path.champ, "repris")))
}
