//! The dossiers of a CPTS, and beginning one.

use app::dossier::{DossierError, NewDossier};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::authz::{EditDossiers, ReadSubventions};
use domain::dossier::lettre::modeles;
use domain::dossier::{Dossier, DossierKind, EtatDossier};

use super::{Asked, base, done, page, refused, url};
use crate::access::{Can, May};
use crate::fields::{Fields, Query};
use crate::pages::{Page, Place, day, go};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::SheetView;
use crate::views::components::{ActionForm, Choice, EmptyState, Link, Opt, Tag, Tone};
use crate::views::sheet::{Acte, Form, Item, Part};

/// Colour of a state.
pub(crate) fn tone(etat: EtatDossier) -> Tone {
    match etat {
        EtatDossier::Brouillon => Tone::Plain,
        EtatDossier::Depose | EtatDossier::EnInstruction => Tone::Info,
        EtatDossier::ACompleter => Tone::Attention,
        EtatDossier::Accepte => Tone::Success,
        EtatDossier::Refuse => Tone::Attention,
    }
}

fn since(one: &Dossier) -> String {
    match one.fiche.passages.last() {
        Some(last) => format!("{} depuis le {}", one.etat.label(), day(last.at)),
        None => format!("Commencé le {}", day(one.created_at)),
    }
}

/// GET `…/dossiers`.
pub(crate) async fn list(
    State(web): State<Web>,
    asked: Asked,
    money: May<ReadSubventions>,
    query: Query,
) -> Page<SheetView> {
    let place = asked.place(&web).await?;
    let mut all = Vec::new();
    for one in web.app.dossiers(&asked.lecteur.dossiers).await? {
        all.push(web.app.dossier_lu(&asked.lecteur.dossiers, one).await?);
    }
    let mut parts = vec![Part::Lead("La lettre d'intention, puis le projet de santé\u{a0}: écrits ici, déposés au Guichet, suivis jusqu'à la décision.".into())];
    let begin = Link::new("Commencer un dossier", format!("{}/nouveau", base(&place)));
    if all.is_empty() {
        parts.push(Part::Empty(EmptyState {
            title: "Aucun dossier n'est commencé.",
            text: "La lettre d'intention se remplit en grande partie d'elle-même\u{a0}: territoire, population, diagnostic, mobilisation.".into(),
            link: asked.edits.then_some(begin),
        }));
    } else {
        if asked.edits {
            parts.push(Part::Buttons(vec![begin]));
        }
        parts.push(Part::Actes(
            all.iter()
                .map(|one| {
                    let mut acte = Acte::new(one.titre.clone(), vec![since(one)]);
                    acte.url = Some(url(&place, one.id));
                    acte.tag = Some(Tag::new(tone(one.etat), one.etat.label()));
                    acte
                })
                .collect(),
        ));
    }
    let under = |path: &str| place.urls.under(path);
    let mut around = vec![Link::new("Voir les objectifs", under("objectifs"))];
    if money.yes() {
        around.push(Link::new("Voir les demandes de subvention", under("subventions")));
    }
    around.push(Link::new("Ouvrir la boîte à outils", under("boite-a-outils")));
    around.push(Link::new("Lire les fiches d'expérience", under("experiences")));
    parts.push(Part::Heading("Autour des dossiers".into()));
    let mut acte = Acte::new("Des besoins aux actions, le budget, l'aide des autres", Vec::new());
    acte.liens = around;
    parts.push(Part::Actes(vec![acte]));
    let mut view = SheetView::new(page(&place, "Dossiers"), parts);
    view.page =
        done(view.page, &query, &[("retire", "Le dossier est supprimé. Il se rétablit depuis son adresse.")]);
    Ok(view)
}

/// The form of a new dossier, or of another template for one that is open.
async fn form(
    web: &Web,
    asked: &Asked,
    (place, fields): (&Place, &Fields),
    of: Option<&Dossier>,
) -> Page<SheetView> {
    let chosen = |name: &str, known: String| match fields.raw(name) {
        Some(typed) => typed.to_owned(),
        None => known,
    };
    let own = |one: &&domain::dossier::lettre::Modele| of.is_none_or(|dossier| dossier.kind == one.kind());
    let all: Vec<_> = modeles().map_err(|error| PageError::internal(&error))?.iter().filter(own).collect();
    let first = of.map_or_else(
        || all.first().map(|one| one.cle.clone()).unwrap_or_default(),
        |one| one.fiche.modele.clone(),
    );
    let modele = chosen("modele", first);
    let options = all.iter().map(|one| {
        let hint = format!("{}. {}", one.titre, one.note);
        Opt::new(&one.cle, &one.nom, one.cle == modele).hint(hint)
    });
    let territoires = web.app.territoires_de_dossier(&asked.lecteur).await?;
    let known = of.and_then(|one| one.fiche.territoire).or(territoires.first().map(|(id, _)| *id));
    let territoire = chosen("territoire", known.map(|id| id.to_string()).unwrap_or_default());
    let mut places = vec![Opt::new("", "Choisir plus tard", territoire.is_empty())];
    places.extend(
        territoires.iter().map(|(id, name)| Opt::new(id.to_string(), name, id.to_string() == territoire)),
    );
    let items = vec![
        Item::Radios(Choice::new("modele", "Trame", options.collect())),
        Item::Select(Choice::new("territoire", "Territoire", places)),
    ];
    let (title, action, button, back) = match of {
        None => {
            ("Commencer un dossier", format!("{}/nouveau", base(place)), "Commencer le dossier", base(place))
        }
        Some(one) => (
            "Changer la trame ou le territoire",
            format!("{}/modele", url(place, one.id)),
            "Enregistrer le choix",
            url(place, one.id),
        ),
    };
    let page = page(place, title).under("Dossiers", base(place));
    let mut parts = Vec::new();
    if of.is_some() {
        parts.push(Part::Lead(
            "Ce qui est écrit reste attaché à chaque champ\u{a0}: rien n'est perdu si vous changez de trame."
                .into(),
        ));
    }
    parts.push(Part::Form(Form::new(action, button, items).cancel("Revenir", back)));
    Ok(SheetView::new(page, parts))
}

/// The same form, when no template was chosen.
fn unchosen(view: SheetView) -> Response {
    let view = view.refusing("modele", "Choisissez une trame.");
    (StatusCode::UNPROCESSABLE_ENTITY, view).into_response()
}

fn read(fields: &Fields) -> Option<NewDossier> {
    let modele = fields.text("modele");
    domain::dossier::lettre::modele(modele).ok()??;
    let territoire = match fields.text("territoire") {
        "" => None,
        id => Some(id.parse().ok()?),
    };
    Some(NewDossier { modele: modele.to_owned(), territoire })
}

/// GET `…/dossiers/nouveau`.
pub(crate) async fn new(State(web): State<Web>, asked: Asked, Can(_): Can<EditDossiers>) -> Page<SheetView> {
    let place = asked.place(&web).await?;
    form(&web, &asked, (&place, &Fields::default()), None).await
}

/// POST `…/dossiers/nouveau`.
pub(crate) async fn create(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
    fields: Fields,
) -> Page<Response> {
    let place = asked.place(&web).await?;
    let Some(new) = read(&fields) else {
        return Ok(unchosen(form(&web, &asked, (&place, &fields), None).await?));
    };
    match web.app.begin_dossier(&proof, &new).await {
        Ok(id) => Ok(go(&url(&place, id))),
        Err(DossierError::Twice(id)) => {
            let mut view = form(&web, &asked, (&place, &fields), None).await?;
            view.parts
                .insert(0, Part::Buttons(vec![Link::new("Ouvrir le dossier en cours", url(&place, id))]));
            refused(view, DossierError::Twice(id))
        }
        Err(error) => Err(error.into()),
    }
}

/// GET `…/dossiers/{dossier}/modele`.
pub(crate) async fn choose(
    State(web): State<Web>,
    asked: Asked,
    Can(_): Can<EditDossiers>,
) -> Page<SheetView> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    form(&web, &asked, (&place, &Fields::default()), Some(&lu.dossier)).await
}

/// POST `…/dossiers/{dossier}/modele`.
pub(crate) async fn change(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
    fields: Fields,
) -> Page<Response> {
    let (place, lu) = (asked.place(&web).await?, asked.read(&web).await?);
    let Some(new) = read(&fields) else {
        return Ok(unchosen(form(&web, &asked, (&place, &fields), Some(&lu.dossier)).await?));
    };
    match web.app.change_dossier(&proof, lu.dossier.id, &new).await {
        Ok(()) => Ok(go(&format!("{}?fait=modele", url(&place, lu.dossier.id)))),
        Err(error) => refused(form(&web, &asked, (&place, &fields), Some(&lu.dossier)).await?, error),
    }
}

/// POST `…/dossiers/{dossier}/supprimer`.
pub(crate) async fn remove(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
) -> Page<Response> {
    let (place, id) = (asked.place(&web).await?, asked.id()?);
    web.app.remove_dossier(&proof, id, true).await?;
    let page = page(&place, "Dossier supprimé").under("Dossiers", base(&place));
    let mut acte =
        Acte::new("Le dossier est supprimé.", vec!["Son contenu est gardé. Vous pouvez le rétablir.".into()]);
    acte.actions = vec![ActionForm::new("Rétablir le dossier", format!("{}/retablir", url(&place, id)))];
    Ok(SheetView::new(page, vec![Part::Actes(vec![acte])]).into_response())
}

/// POST `…/dossiers/{dossier}/retablir`.
pub(crate) async fn restore(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditDossiers>,
) -> Page<Response> {
    let (place, id) = (asked.place(&web).await?, asked.id()?);
    web.app.remove_dossier(&proof, id, false).await?;
    Ok(go(&format!("{}?fait=retabli", url(&place, id))))
}

/// What each kind is, for a sentence.
pub(crate) fn article(kind: DossierKind) -> &'static str {
    match kind {
        DossierKind::LettreIntention => "la lettre d'intention",
        DossierKind::ProjetSante => "le projet de santé",
    }
}
