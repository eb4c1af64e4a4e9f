//! The indicators of contract years.

pub(crate) mod annexe;
pub(crate) mod publies;
pub(crate) mod un;

use app::indicateurs::AnneeLue;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::aci::annexe::{Colonne, exemples, ligne};
use domain::authz::EditContrat;
use domain::ids::{ContratId, IndicateurId};
use serde::Deserialize;
use uuid::Uuid;

use super::contrats::{Asked, Bureau, bureau, unprocessable, version};
use super::{Page, file, go};
use crate::access::{Can, Path};
use crate::fields::{Fields, Query};
use crate::shell::PageError;
use crate::state::Web;
use crate::views::components::{Notice, Tone};
use crate::views::indicateurs::{Droits, annee};
use crate::views::{self, SheetView};
use crate::wording::indicateurs::refus;

const DONE: &[(&str, &str)] = &[
    ("ajoute", "L'indicateur est ajouté."),
    ("corrige", "L'indicateur est corrigé."),
    ("deplace", "L'indicateur a changé de place."),
    ("retire", "L'indicateur est retiré. Vous pouvez le rétablir en bas de la page."),
    ("retabli", "L'indicateur est de nouveau là."),
    ("importe", "Les indicateurs de l'annexe sont ajoutés."),
    ("copie", "Les indicateurs sont copiés. Vérifiez leurs cibles et leurs montants."),
    ("arrete", "Les indicateurs de l'année sont arrêtés."),
    ("rouvert", "Les indicateurs de l'année sont rouverts."),
];

/// `…/contrats/{contrat}/annees/{annee}/…`.
#[derive(Clone, Deserialize)]
pub(crate) struct AnneePath {
    contrat: Uuid,
    annee: u8,
    #[serde(default)]
    indicateur: Option<Uuid>,
}

impl AnneePath {
    fn at(&self) -> (ContratId, u8) {
        (ContratId(self.contrat), self.annee)
    }

    fn indicateur(&self) -> Page<IndicateurId> {
        self.indicateur.map(IndicateurId).ok_or(PageError::NotFound)
    }
}

/// Where the pages of a year stand.
struct Ici {
    bureau: Bureau,
    lue: AnneeLue,
    url: String,
}

async fn ici(web: &Web, asked: &Asked, path: &AnneePath) -> Page<Ici> {
    let lue = web.app.annee_contrat(&asked.read, path.at()).await?;
    let bureau = bureau(web, &asked.read).await?;
    let url = format!("{}/annees/{}", bureau.url(path.at().0), path.annee);
    Ok(Ici { bureau, lue, url })
}

impl Ici {
    fn page(&self) -> views::Page {
        self.bureau.inside(&self.lue.contrat, format!("Indicateurs de l'année {}", self.lue.annee.numero))
    }

    fn under(&self, title: impl Into<String>) -> views::Page {
        let year = format!("Indicateurs de l'année {}", self.lue.annee.numero);
        self.bureau.inside(&self.lue.contrat, title).under(year, self.url.clone())
    }

    fn view(&self, asked: &Asked) -> SheetView {
        let droits = Droits { edit: asked.droits.edit, dialogues: asked.droits.dialogues };
        annee(self.page(), &self.url, &self.lue, droits)
    }
}

fn done(mut view: SheetView, query: &Query) -> SheetView {
    let key = query.0.text("fait");
    if let Some((_, text)) = DONE.iter().find(|(known, _)| *known == key) {
        view.page = view.page.with_notice(Notice::new(Tone::Success, *text));
    }
    view
}

/// GET `…/annees/{annee}`.
pub(crate) async fn show(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<AnneePath>,
    query: Query,
) -> Page<SheetView> {
    Ok(done(ici(&web, &asked, &path).await?.view(&asked), &query))
}

/// The page of the year, with why what was asked is refused.
async fn refused(
    web: &Web,
    (asked, path): (&Asked, &AnneePath),
    error: app::indicateurs::IndicateurError,
) -> Page<Response> {
    let Some(text) = refus(&error) else { return Err(error.into()) };
    let mut view = ici(web, asked, path).await?.view(asked);
    view.page = view.page.with_notice(Notice::new(Tone::Attention, text));
    Ok(unprocessable(view))
}

/// POST `…/annees/{annee}/arreter`.
pub(crate) async fn settle(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
    fields: Fields,
) -> Page<Response> {
    let at = (path.at().0, version(&fields));
    match web.app.settle_annee(&proof, at, path.annee).await {
        Ok(()) => Ok(go(&format!("{}?fait=arrete", ici(&web, &asked, &path).await?.url))),
        Err(error) => refused(&web, (&asked, &path), error).await,
    }
}

/// POST `…/annees/{annee}/rouvrir`.
pub(crate) async fn reopen(
    State(web): State<Web>,
    asked: Asked,
    Can(proof): Can<EditContrat>,
    Path(path): Path<AnneePath>,
    fields: Fields,
) -> Page<Response> {
    let at = (path.at().0, version(&fields));
    match web.app.reopen_annee(&proof, at, (path.annee, fields.text("motif"))).await {
        Ok(()) => Ok(go(&format!("{}?fait=rouvert", ici(&web, &asked, &path).await?.url))),
        Err(error) => refused(&web, (&asked, &path), error).await,
    }
}

fn rows(lue: &AnneeLue) -> documents::CsvTable {
    documents::CsvTable {
        header: Colonne::ALL.iter().map(|one| one.titre().to_owned()).collect(),
        rows: lue.indicateurs.iter().map(ligne).collect(),
    }
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn workbook(ici: &Ici, lines: Vec<Vec<String>>, today: jiff::civil::Date) -> Page<Vec<u8>> {
    use documents::rapport::{Colonne as Titre, Rapport, Tableau};
    let columns = Colonne::ALL.iter().map(|one| Titre::mots(one.titre(), 24)).collect();
    let rapport = Rapport {
        nature: "Annexe du contrat ACI".into(),
        titre: format!("{}, année {}", ici.lue.contrat.contrat.titre, ici.lue.annee.numero),
        auteur: ici.bureau.place.name.clone(),
        jour: today,
        faits: Vec::new(),
        tableaux: vec![Tableau {
            titre: "Indicateurs".into(),
            colonnes: columns,
            lignes: lines.into_iter().map(|row| row.into_iter().map(Into::into).collect()).collect(),
            ..Tableau::default()
        }],
    };
    rapport.xlsx().map_err(|error| PageError::internal(&error))
}

/// GET `…/annees/{annee}/annexe.csv`.
pub(crate) async fn csv(State(web): State<Web>, asked: Asked, Path(path): Path<AnneePath>) -> Page<Response> {
    let ici = ici(&web, &asked, &path).await?;
    let bytes = documents::csv_table(&rows(&ici.lue));
    Ok(file(bytes, "text/csv; charset=utf-8", &format!("annexe-annee-{}.csv", path.annee)))
}

/// GET `…/annees/{annee}/annexe.xlsx`.
pub(crate) async fn xlsx(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<AnneePath>,
) -> Page<Response> {
    let ici = ici(&web, &asked, &path).await?;
    let bytes = workbook(&ici, rows(&ici.lue).rows, web.app.today())?;
    Ok(file(bytes, XLSX, &format!("annexe-annee-{}.xlsx", path.annee)).into_response())
}

/// GET `…/annees/{annee}/modele.xlsx`.
pub(crate) async fn template(
    State(web): State<Web>,
    asked: Asked,
    Path(path): Path<AnneePath>,
) -> Page<Response> {
    let ici = ici(&web, &asked, &path).await?;
    let bytes = workbook(&ici, exemples().into(), web.app.today())?;
    Ok(file(bytes, XLSX, "modele-annexe.xlsx"))
}
