//! Samples of the indicators of a contract year.

use app::indicateurs::{AnneeLue, ContratPublie, PlanLu};
use domain::aci::annexe::{Colonne, exemples, lire_annexe};
use domain::aci::indicateur::{Indicateur, sommes, tape};
use domain::aci::missions::missions;
use domain::ids::{ContratId, CptsId, IndicateurId};
use jiff::Timestamp;
use jiff::civil::date;
use uuid::Uuid;

use super::{Sample, contrats, sample};
use crate::views::indicateurs::un::{self, Ici};
use crate::views::indicateurs::{Droits, annee, annexe, publies};
use crate::views::{Page, Section};

const URL: &str = "/c/1/contrats/3/annees/1";

fn page(title: &str) -> Page {
    Page::of_cpts("1", "CPTS de la Vallée Verte", Section::Contrat, title)
}

fn table() -> Vec<Vec<String>> {
    let titles = Colonne::ALL.iter().map(|one| one.titre().to_owned()).collect();
    let bare = |cell: String| cell.replace("Exemple à effacer\u{a0}: ", "");
    let rows = exemples().into_iter().map(|row| row.into_iter().map(bare).collect());
    std::iter::once(titles).chain(rows).collect()
}

fn all() -> Vec<Indicateur> {
    let Ok(Ok(plan)) = lire_annexe(&table()) else { return Vec::new() };
    let one = |(rank, read): (usize, domain::aci::annexe::LigneAnnexe)| {
        let (mission, intitule, mut fiche) = read.lu;
        // One whose printed movement does not lead to its target.
        fiche.variation = fiche.initiale.map(|_| domain::aci::indicateur::Nombre::entier(-100));
        Indicateur {
            id: IndicateurId(Uuid::from_u128(rank as u128)),
            contrat: ContratId(Uuid::from_u128(3)),
            annee: 1,
            mission,
            intitule,
            fiche,
            ordre: rank as i64,
            created_at: Timestamp::UNIX_EPOCH,
            version: 1,
            removed_at: None,
        }
    };
    plan.lignes.into_iter().enumerate().map(one).collect()
}

fn lue(indicateurs: Vec<Indicateur>, settled: bool) -> Option<AnneeLue> {
    let contrat = contrats::contrat()?;
    let termes = contrat.termes()?;
    let year = termes.calendrier().into_iter().next()?;
    let sommes = sommes(termes.annee(1)?, &indicateurs);
    let retires = indicateurs.first().cloned().into_iter().collect();
    let arretee = settled.then_some(date(2025, 5, 2));
    Some(AnneeLue { annee: year, indicateurs, retires, sommes, arretee, contrat })
}

/// All of them.
pub(super) fn samples() -> Vec<Sample> {
    let (Some(open), Some(settled), Some(empty)) =
        (lue(all(), false), lue(all(), true), lue(Vec::new(), false))
    else {
        return Vec::new();
    };
    let (Ok(table_of), Ok(Ok(read))) = (missions(), lire_annexe(&table())) else { return Vec::new() };
    let mut broken = table();
    broken[1][9] = "fait".into();
    let Ok(Ok(wrong)) = lire_annexe(&broken) else { return Vec::new() };
    let droits = Droits { edit: true, dialogues: true };
    let Some(first) = open.indicateurs.first().cloned() else { return Vec::new() };
    let ici = Ici { url: URL, form: first.id.to_string(), version: Some(1) };
    let published = ContratPublie {
        id: ContratId(Uuid::from_u128(4)),
        cpts: CptsId(Uuid::from_u128(5)),
        nom: "CPTS voisine".into(),
        titre: "Contrat ACI".into(),
        depuis: date(2026, 3, 1),
        indicateurs: open.indicateurs.clone(),
    };
    let plan = |plan| PlanLu { annee: open.clone(), plan, sommes: open.sommes.clone() };
    let own = [published.clone()];
    vec![
        sample("indicateurs", "Indicateurs d'une année", &annee(page("Indicateurs"), URL, &open, droits)),
        sample(
            "indicateurs-arretes",
            "Indicateurs arrêtés",
            &annee(page("Indicateurs"), URL, &settled, droits),
        ),
        sample("indicateurs-vide", "Aucun indicateur", &annee(page("Indicateurs"), URL, &empty, droits)),
        sample("indicateur", "Un indicateur", &un::page(page("Corriger"), &ici, (table_of, &tape(&first)))),
        sample("annexe", "Importer une annexe", &annexe::demander(page("Importer"), URL, "")),
        sample(
            "annexe-plan",
            "Ce qu'une annexe ajouterait",
            &annexe::plan(page("Vérifier"), URL, (&plan(read), "Mission")),
        ),
        sample(
            "annexe-fautes",
            "Une annexe à corriger",
            &annexe::plan(page("Vérifier"), URL, (&plan(wrong), "Mission")),
        ),
        sample(
            "indicateurs-copier",
            "Copier des indicateurs",
            &annexe::copier(page("Copier"), URL, (&[2], &own)),
        ),
        sample(
            "contrats-publies",
            "Contrats publiés",
            &publies::liste(page("Contrats publiés"), "/c/1/contrats-publies", &own),
        ),
        sample("contrat-publie", "Un contrat publié", &publies::un(page("CPTS voisine"), &published)),
    ]
}
