//! The real official files of two territories, from import to diagnosis. Skipped where `../shared` is absent.

use std::path::Path;

use app::reference::ImportOptions;
use app::territoire::FicheTitles;
use domain::diagnostic::chiffre::ChiffreRef;
use domain::diagnostic::{Diagnostic, Etat, Niveau};
use opendata::{Input, Silent};
use territory::paste::Paste;
use territory::{Perimeter, Vintage};
use testkit::{TestApp, perimeter};

use super::ruscino::{COMMUNES_2016, TABLE, import, shared};

async fn diagnosis(app: &TestApp, perimeter: &Perimeter) -> Diagnostic {
    let titles = FicheTitles {
        cpts: "CPTS".into(),
        territoire: "Territoire".into(),
        variante: "Périmètre".into(),
        is_reference: true,
    };
    app.diagnostic_of(&app.reference(), titles, perimeter, &[]).await.unwrap()
}

/// The register does not say its date: whoever imports it does.
async fn structures(app: &TestApp, shared: &Path) {
    let options = ImportOptions { vintage: Some(Vintage::year(2026)), fictitious: false };
    let file = Input::path(shared.join("finess/finess_occitanie.csv.gz"));
    app.import(&app::operate("import").unwrap(), file, &options, &mut Silent).await.unwrap();
}

fn value(diagnostic: &Diagnostic, reference: &str) -> f64 {
    let reference: ChiffreRef = reference.parse().unwrap();
    let figure = diagnostic.figure(&reference).unwrap_or_else(|| panic!("{reference}"));
    figure.value.unwrap_or_else(|| panic!("{reference}: {figure:?}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sixteen_units_of_the_letter_have_their_ages_and_their_neighbourhood() {
    let Some(shared) = shared() else { return };
    let app = TestApp::new().await;
    for file in [
        "insee/donnees_communes_pop2023.csv.gz",
        "insee/iris_habitat_population_2016.csv.gz",
        "geo/iris_2025/iris_2025_66.geojson.gz",
        "territoires/qpv_2015_occitanie.geojson",
        "drees/indicateur_d_apl_aux_medecins_generalistes_2022_2023.xlsx",
    ] {
        import(&app, Input::path(shared.join(file))).await;
    }
    import(&app, Input::bytes("donnees_communes_pop_2016.csv", COMMUNES_2016)).await;
    structures(&app, &shared).await;
    let sixteen = Paste::read(&app.reference().atlas, TABLE).perimeter();
    let found = diagnosis(&app, &sixteen).await;
    assert_eq!(value(&found, "population@territoire").round(), 47_366.0);
    assert_eq!(value(&found, "qpv@territoire"), 1.0);
    // The letter prints 16 % for 2017; the two communes without IRIS have no ages in the file at hand.
    let young = found.indicator("part_moins_15").unwrap();
    assert!((young.territoire.value.unwrap() - 16.0).abs() < 0.3, "{:?}", young.territoire.value);
    assert_eq!(young.territoire.state, Etat::Partial);
    assert_eq!(young.territoire.missing, ["Saint-Nazaire", "Saleilles"]);
    assert!(young.comparisons.iter().all(|other| other.difference.is_none()));
    // Cabestany and Perpignan are published by commune: each IRIS takes the value of its own.
    let apl = found.indicator("apl_mg").unwrap();
    assert!(
        (4.0..5.0).contains(&apl.territoire.value.unwrap()) && apl.territoire.passport.estimated.is_some()
    );
    // Coordinates tell which pharmacies of Perpignan stand in these IRIS.
    let pharmacies = value(&found, "structures_pharmacies@territoire");
    let perpignan = diagnosis(&app, &perimeter(&["66136"])).await;
    assert!(
        pharmacies > 5.0 && pharmacies < value(&perpignan, "structures_pharmacies@territoire"),
        "{pharmacies}"
    );
    assert_eq!(value(&perpignan, "structures_pharmacies@territoire"), 51.0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_territory_around_uzes_shows_the_published_figures_and_those_around() {
    let Some(shared) = shared() else { return };
    let app = TestApp::new().await;
    for file in [
        "insee/donnees_communes_pop2023.csv.gz",
        "territoires/epcicom_dgcl.xlsx",
        "drees/indicateur_d_apl_aux_medecins_generalistes_2022_2023.xlsx",
        "autres/odisse/couvertures-vaccinales-des-adolescent-et-adultes-departement.csv",
    ] {
        import(&app, Input::path(shared.join(file))).await;
    }
    structures(&app, &shared).await;
    let reference = app.reference();
    let atlas = &reference.atlas;
    let named = |name: &str| atlas.epcis().iter().find(|epci| epci.name.contains(name)).map(|epci| epci.code);
    let communes: Vec<_> = ["Pays d'Uzès", "Pont du Gard"]
        .iter()
        .filter_map(|name| named(name))
        .flat_map(|code| atlas.epci_communes(code))
        .collect();
    assert!(communes.len() > 40, "{}", communes.len());
    let around: Perimeter = communes.iter().map(|code| (*code).into()).collect();
    let found = diagnosis(&app, &around).await;
    let by_hand: f64 = communes.iter().filter_map(|code| atlas.latest_population(*code)).sum();
    assert_eq!(value(&found, "population@territoire"), by_hand);
    let close = |reference: &str, published: f64| {
        let value = value(&found, reference);
        assert!((value - published).abs() < 0.001, "{reference}: {value} is not {published}");
    };
    close("apl_mg@departement-30", 3.537);
    close("apl_mg@region-76", 3.920);
    close("apl_mg@france", 3.745);
    let uzes = diagnosis(&app, &perimeter(&["30334"])).await;
    assert!((value(&uzes, "apl_mg@territoire") - 4.593).abs() < 0.001);
    // Vaccination stops at the département: the territory has no figure, and says so.
    let flu = found.indicator("vac_grippe_65").unwrap();
    assert_eq!(flu.territoire.state, Etat::NotPublished);
    let gard = flu.at(Niveau::Departement("30".parse().unwrap())).unwrap();
    assert!(gard.is_known() && gard.value > Some(30.0));
    let homes = found.offre.structures.iter().find(|group| group.code == "ehpad").unwrap();
    assert!(homes.communes().contains(&"Uzès") && homes.count.value == Some(homes.sites.len() as f64));
    // Nothing was recorded: no figure of Rezone is invented.
    assert_eq!(found.indicator("sans_mt").unwrap().territoire.state, Etat::NotPublished);
    // Once computed, what is around is kept: a page stays in milliseconds.
    let start = std::time::Instant::now();
    diagnosis(&app, &around).await;
    assert!(start.elapsed().as_millis() < 1_500, "{:?}", start.elapsed());
}
