//! Filing a dossier, and taking it back.

use app::dossier::{DossierLu, NewDepotRequest};
use axum::extract::State;
use axum::response::Response;
use domain::authz::FileDossiers;
use domain::nombres::compte;

use super::liste::article;
use super::verifier::remarks;
use super::{Asked, refused, under, url};
use crate::access::Can;
use crate::fields::Fields;
use crate::pages::{Page, Place, go};
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{Choice, Definition, EmptyState, Link, Notice, Opt, Tone};
use crate::views::sheet::{Form, Item, Part};

async fn form(web: &Web, asked: &Asked, (place, lu): (&Place, &DossierLu), chosen: &str) -> Page<SheetView> {
    let here = url(place, lu.dossier.id);
    let title = format!("Déposer {}", article(lu.dossier.kind));
    let page = under(place, lu, title);
    if !lu.est_ouvert() {
        let empty = EmptyState {
            title: "Ce dossier est déjà déposé.",
            text: "Il se rouvre si le Guichet demande des corrections.".into(),
            link: Some(Link::new("Suivre les échanges", format!("{here}/echanges"))),
        };
        return Ok(SheetView::new(page, vec![Part::Empty(empty)]));
    }
    if !lu.est_complet() {
        let blocking = lu.remarques.iter().filter(|one| one.bloque()).count();
        let text = format!("Le dépôt attend que {} réglés.", compte(blocking, "point soit", "points soient"));
        let mut parts = vec![Part::Notice(Notice::new(Tone::Attention, text))];
        parts.extend(remarks(lu, &here));
        return Ok(SheetView::new(page, parts));
    }
    let annexes = web.app.annexes(&asked.lecteur.dossiers, &lu.dossier).await?;
    let without = web.app.unanswered_corrections(&asked.lecteur.dossiers, lu.dossier.id).await?.len();
    let mut parts = vec![Part::Lead("Le dépôt fige le dossier\u{a0}: son texte, ses chiffres, leurs sources et ses annexes, avec une empreinte et la date. Le Guichet en est averti.".into())];
    if without > 0 {
        let text = format!(
            "{} sans réponse écrite. Le dépôt reste possible.",
            compte(without, "correction demandée est", "corrections demandées sont")
        );
        parts.push(Part::Notice(
            Notice::new(Tone::Attention, text)
                .with_link(Link::new("Répondre aux corrections", format!("{here}/echanges"))),
        ));
    }
    parts.extend(remarks(lu, &here));
    parts.push(Part::Definitions(vec![
        Definition::new("Annexes jointes", annexes.len().to_string()),
        Definition::new("Trame", lu.modele.nom.clone()),
    ]));
    let desks = web.app.desks(&asked.lecteur.dossiers).await?;
    let own = lu.dossier.guichet;
    let desks: Vec<_> = desks.into_iter().filter(|one| own.is_none_or(|id| id == one.id)).collect();
    if desks.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun Guichet n'est inscrit sur cette instance.",
            text: "Téléchargez le dossier et envoyez-le par les moyens de votre région, ou demandez à l'exploitant d'inscrire le Guichet.".into(),
            link: Some(Link::new("Lire et télécharger le dossier", format!("{here}/lire"))),
        }));
        return Ok(SheetView::new(page, parts));
    }
    let only = desks.len() == 1;
    let options = desks
        .iter()
        .map(|one| Opt::new(one.id.to_string(), one.name.clone(), only || one.id.to_string() == chosen));
    let items = vec![
        Item::Radios(Choice::new("guichet", "Guichet qui reçoit le dossier", options.collect())),
        Item::Hidden("vue", lu.dossier.version.to_string()),
    ];
    let button = format!("Déposer {}", article(lu.dossier.kind));
    parts.push(Part::Form(
        Form::new(format!("{here}/deposer"), button, items).cancel("Revenir au dossier", here.clone()),
    ));
    Ok(SheetView::new(page, parts))
}

/// GET `…/dossiers/{dossier}/deposer`.
pub(crate) async fn ask(State(web): State<Web>, asked: Asked, Can(_): Can<FileDossiers>) -> Page<SheetView> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    form(&web, &asked, (&place, &lu), "").await
}

/// POST `…/dossiers/{dossier}/deposer`.
pub(crate) async fn file(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<FileDossiers>,
    fields: Fields,
) -> Page<Response> {
    let (place, id) = (asked.place(&web).await?, asked.id()?);
    let request = NewDepotRequest {
        guichet: fields.text("guichet").parse().ok(),
        // A page that does not say what it showed is a page of before.
        vue: fields.text("vue").parse().unwrap_or_default(),
    };
    match web.app.file_dossier((&asked.lecteur, &proof), id, request).await {
        Ok(_) => Ok(go(&format!("{}?fait=depose", url(&place, id)))),
        Err(error) => {
            let lu = asked.read(&web).await?;
            refused(form(&web, &asked, (&place, &lu), fields.text("guichet")).await?, error)
        }
    }
}

/// POST `…/dossiers/{dossier}/retirer`.
pub(crate) async fn take_back(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<FileDossiers>,
) -> Page<Response> {
    let (place, id) = (asked.place(&web).await?, asked.id()?);
    web.app.withdraw_dossier(&proof, id).await?;
    Ok(go(&format!("{}?fait=repris", url(&place, id))))
}
