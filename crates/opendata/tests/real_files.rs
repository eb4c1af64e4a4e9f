//! The readers on real official files, which are not in the repository. Every figure was checked by
//! hand against the producer's own count.
#![expect(clippy::print_stderr, reason = "the suite says which of its parts were skipped")]

use std::path::PathBuf;

use opendata::{Context, Encoding, Input, ReadError, Reading, Silent, Skip, Warning, read};
use territory::layers::{AgeBand, AgeColumn, Sex};
use territory::{Kind, Layer, Vintage};

/// A file of the shared directory, or nothing on a machine that has none.
fn shared(path: &str) -> Option<PathBuf> {
    #[expect(clippy::disallowed_methods, reason = "the place of the real files is a setting of the machine")]
    let root = std::env::var("MAILLAGE_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let path = PathBuf::from(root).join("data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: ../shared is not here");
    None
}

fn read_all(path: PathBuf) -> Vec<Reading> {
    read_stated(path, None)
}

fn read_stated(path: PathBuf, year: Option<i16>) -> Vec<Reading> {
    let context = Context { vintage: year.map(Vintage::year), ..Context::default() };
    read(Input::path(&path), &context, &mut Silent).unwrap_or_else(|error| panic!("{}", error.sentence()))
}

fn one(path: PathBuf) -> Reading {
    let mut readings = read_all(path);
    assert_eq!(readings.len(), 1);
    readings.remove(0)
}

fn skipped(reading: &Reading, why: Skip) -> u64 {
    reading.report.skipped.iter().find(|skipped| skipped.why == why).map_or(0, |skipped| skipped.rows)
}

#[test]
fn the_official_list_has_34_875_communes_and_45_arrondissements_in_2026() {
    let Some(path) = shared("insee/v_commune_2026.csv.gz") else { return };
    let reading = one(path);
    let Layer::Communes(communes) = &reading.layer else { panic!("{:?}", reading.layer.kind()) };
    let arrondissements = communes.iter().filter(|c| c.code.arrondissement_parent().is_some()).count();
    assert_eq!((communes.len() - arrondissements, arrondissements), (34_875, 45));
    assert_eq!(reading.report.rows_read, 37_496);
    assert_eq!(skipped(&reading, Skip::DelegatedCommune), 2_105 + 471);
    assert_eq!(reading.report.rejected, 0);
    for (departement, expected) in [("66", 226), ("30", 350), ("34", 341), ("31", 586)] {
        let found = communes.iter().filter(|c| c.departement.as_str() == departement).count();
        assert_eq!(found, expected, "{departement}");
    }
    assert_eq!(reading.passport.vintage.label, "1er janvier 2026");
    assert_eq!(reading.passport.coverage, "France");
}

#[test]
fn movements_keep_what_goes_from_a_commune_to_a_commune() {
    let Some(path) = shared("insee/v_mvt_commune_2026.csv.gz") else { return };
    let reading = one(path);
    let Layer::Movements(movements) = &reading.layer else { panic!() };
    assert_eq!(reading.report.rows_read, 13_734);
    assert_eq!(reading.report.rejected, 0);
    assert!(movements.len() > 8_000, "{}", movements.len());
    assert_eq!(reading.passport.vintage.year, 2026);
    // Oudon-style merges of 2016 onward are there, and so are the splits.
    assert!(movements.iter().any(|m| m.event == 21));
    assert!(movements.iter().all(|m| m.effective >= 19_430_101));
}

#[test]
fn departements_and_regions_are_read_and_their_look_alikes_are_not() {
    let Some(path) = shared("insee/v_departement_2026.csv") else { return };
    assert_eq!((one(path.clone()).layer.kind(), one(path).layer.len()), (Kind::Departements, 101));
    let Some(path) = shared("insee/v_region_2026.csv") else { return };
    assert_eq!((one(path.clone()).layer.kind(), one(path).layer.len()), (Kind::Regions, 18));
    let Some(path) = shared("insee/v_arrondissement_2026.csv") else { return };
    let error = read(Input::path(path), &Context::default(), &mut Silent).unwrap_err();
    assert!(matches!(error, ReadError::UnknownKind { .. }), "{error}");
}

#[test]
fn reference_populations_give_the_published_totals() {
    for (file, year, rows, national, pyrenees_orientales) in [
        ("insee/donnees_communes_pop2023.csv.gz", 2023, 34_900, 68_094_280, 496_855),
        ("insee/donnees_communes_pop2021.csv.gz", 2021, 34_970, 67_408_052, 487_307),
        ("insee/donnees_communes_pop2019.csv.gz", 2019, 34_990, 66_988_403, 479_979),
    ] {
        let Some(path) = shared(file) else { return };
        let reading = one(path);
        let Layer::Populations(populations) = &reading.layer else { panic!() };
        assert_eq!(populations.len(), rows, "{file}");
        assert_eq!(populations.iter().map(|p| u64::from(p.municipal)).sum::<u64>(), national, "{file}");
        let in_66 = populations.iter().filter(|p| p.code.departement().as_str() == "66");
        assert_eq!(in_66.map(|p| p.municipal).sum::<u32>(), pyrenees_orientales, "{file}");
        assert_eq!((reading.passport.vintage.year, reading.passport.geography), (year, year + 2));
        assert_eq!(reading.passport.coverage, "France hors Mayotte");
    }
}

#[test]
fn the_fourteen_dwelling_iris_of_ruscino_hold_39_396_inhabitants() {
    let Some(path) = shared("insee/iris_habitat_population_2016.csv.gz") else { return };
    let reading = one(path);
    let Layer::IrisAges(ages) = &reading.layer else { panic!() };
    let ruscino = [
        "660280101",
        "660280102",
        "660280103",
        "660280104",
        "661360801",
        "661360901",
        "661360902",
        "661361001",
        "661361101",
        "661361202",
        "661361203",
        "661361901",
        "661361902",
        "661361903",
    ];
    let rows: Vec<_> = ages.rows.iter().filter(|row| ruscino.contains(&row.code.as_str())).collect();
    assert_eq!(rows.len(), 14);
    let total: f64 = rows.iter().filter_map(|row| row.population).sum();
    assert_eq!(total.round(), 39_396.0);
    let young = AgeColumn { band: AgeBand::new(0, 14), sex: Sex::All };
    let rank = ages.bands.iter().position(|band| *band == young).unwrap();
    let young: f64 = rows.iter().filter_map(|row| row.values[rank]).sum();
    assert_eq!((young / total * 1000.0).round(), 160.0);
    assert_eq!(ages.rows.len(), 14_943);
    assert_eq!((reading.passport.vintage.label.as_str(), reading.passport.geography), ("RP 2016", 2018));
    assert!(reading.passport.coverage.ends_with("IRIS d’habitat seulement"), "{}", reading.passport.coverage);
    assert!(reading.report.warnings.contains(&Warning::TotalFromBands));
}

#[test]
fn the_official_iris_workbook_is_read_under_its_titles() {
    let Some(path) = shared("insee/base-ic-evol-struct-pop-2016-com.xls") else { return };
    let reading = one(path);
    let Layer::IrisAges(ages) = &reading.layer else { panic!() };
    assert_eq!(ages.rows.len(), 16);
    assert_eq!(ages.rows[0].code.as_str(), "975010000");
    assert_eq!(ages.rows[0].population, Some(596.0));
    assert!(ages.bands.contains(&AgeColumn { band: AgeBand::over(80), sex: Sex::All }));
    assert!(ages.bands.contains(&AgeColumn { band: AgeBand::over(75), sex: Sex::Women }));
    assert_eq!(reading.report.rejected, 0);
}

#[test]
fn shares_by_age_become_counts_that_say_they_are_estimates() {
    let Some(path) = shared("insee/communes_population_age_rp2021.csv.gz") else { return };
    let reading = one(path);
    let Layer::CommuneAges(ages) = &reading.layer else { panic!() };
    assert_eq!(ages.rows.len(), 34_964);
    assert_eq!(ages.bands.len(), 6);
    assert_eq!(ages.rows[0].population, Some(832.0));
    assert!(reading.passport.estimated.is_some());
    let total: f64 = ages.rows.iter().filter_map(|row| row.population).sum();
    assert_eq!(total, 67_408_052.0);
}

#[test]
fn epci_members_come_from_the_dgcl_and_from_insee() {
    let Some(path) = shared("territoires/epcicom_dgcl.xlsx") else { return };
    let reading = one(path);
    let Layer::Epci(members) = &reading.layer else { panic!() };
    assert_eq!(members.len(), 34_871);
    assert_eq!(reading.passport.vintage.year, 2025);
    let perpignan = members.iter().find(|member| member.commune.as_str() == "66136").unwrap();
    assert_eq!(perpignan.epci.as_str(), "200027183");

    let Some(path) = shared("insee/table-appartenance-geo-communes-21.xlsx") else { return };
    let reading = one(path);
    let Layer::Epci(members) = &reading.layer else { panic!() };
    assert_eq!(reading.report.rows_read, 34_965);
    assert_eq!(reading.passport.vintage.year, 2021);
    let perpignan = members.iter().find(|member| member.commune.as_str() == "66136").unwrap();
    assert_eq!(perpignan.epci.as_str(), "200027183");
    assert!(perpignan.name.contains("Perpignan"), "{}", perpignan.name);
}

#[test]
fn the_compiled_table_gives_density_and_epci_with_its_lost_zeros() {
    let Some(path) = shared("territoires/communes_occitanie_2025_densite_epci_centroides.csv.gz") else {
        return;
    };
    let readings = read_all(path);
    let kinds: Vec<_> = readings.iter().map(|reading| reading.layer.kind()).collect();
    assert_eq!(kinds, [Kind::Density, Kind::Epci]);
    assert_eq!(readings[0].layer.len(), 4_453);
    let Layer::Density(densities) = &readings[0].layer else { panic!() };
    assert!(densities.iter().any(|density| density.code.as_str() == "09001" && density.level == 7));
    assert!(
        readings[0]
            .report
            .warnings
            .iter()
            .any(|warning| matches!(warning, Warning::CodesPadded { codes } if *codes > 300))
    );
}

#[test]
fn both_layouts_of_la_poste_have_39_193_rows_and_perpignan_has_two_postcodes() {
    for (file, encoding, year) in [
        ("postal/019HexaSmal_2024-01_latin1.csv.gz", Encoding::Windows1252, None),
        ("postal/laposte_hexasmal_gps_utf8.csv.gz", Encoding::Utf8, Some(2023)),
    ] {
        let Some(path) = shared(file) else { return };
        let readings = read_stated(path, year);
        let Layer::Postcodes(postcodes) = &readings[0].layer else { panic!() };
        let report = &readings[0].report;
        assert_eq!(
            (report.rows_read, report.rejected, report.encoding),
            (39_193, 0, Some(encoding)),
            "{file}"
        );
        let perpignan = postcodes.iter().filter(|row| row.commune.as_str() == "66136");
        let mut perpignan: Vec<_> = perpignan.map(|row| row.postcode.as_str()).collect();
        perpignan.sort_unstable();
        assert_eq!(perpignan, ["66000", "66100"], "{file}");
    }
}

#[test]
fn the_drees_workbook_gives_one_reading_a_year() {
    let Some(path) = shared("drees/indicateur_d_apl_aux_medecins_generalistes_2022_2023.xlsx") else {
        return;
    };
    let readings = read_all(path);
    let found: Vec<_> =
        readings.iter().map(|r| (r.passport.vintage.year, r.passport.geography, r.layer.len())).collect();
    assert_eq!(found, [(2022, 2023, 34_964), (2023, 2024, 34_954)]);
    let Layer::Apl(rows) = &readings[1].layer else { panic!() };
    let cabestany = rows.iter().find(|row| row.code.as_str() == "66028").unwrap();
    assert_eq!(cabestany.apl, Some(4.797));
    assert_eq!(cabestany.apl_up_to_age[0].0, 65);
    let weight: f64 = rows.iter().filter_map(|row| row.standardised_population).sum();
    let mean: f64 =
        rows.iter().filter_map(|row| Some(row.apl? * row.standardised_population?)).sum::<f64>() / weight;
    assert_eq!((mean * 1000.0).round(), 3_745.0);
}

#[test]
fn a_register_damaged_by_a_spreadsheet_is_refused_with_the_way_out() {
    let Some(path) = shared("finess/finess_abime_par_tableur_extrait_65.csv") else { return };
    let error = read(Input::path(path), &Context::default(), &mut Silent).unwrap_err();
    assert!(matches!(error, ReadError::DamagedBySpreadsheet { line: 1, .. }), "{error}");
    assert!(error.sentence().contains("2,665E+13"), "{}", error.sentence());
}

#[test]
fn files_of_other_kinds_are_refused_with_their_columns() {
    for file in [
        "postal/liste-des-cedex.csv.gz",
        "insee/estim-pop-dep-sexe-aq-1975-2021.xlsx",
        "insee/collectivites-outremer.csv",
        "insee/passage_communes_2008_2024.csv",
        "territoires/cpts_finess_604_occitanie.csv",
        "drees/zonage_medecins_par_code_postal.csv.gz",
        "geo/iris_reference_2020_metropole.csv.gz",
    ] {
        let Some(path) = shared(file) else { return };
        let error = read(Input::path(path), &Context::default(), &mut Silent).unwrap_err();
        assert!(matches!(error, ReadError::UnknownKind { .. }), "{file}: {error}");
        assert!(error.sentence().contains("Colonnes lues"), "{file}");
    }
}

fn sites(path: PathBuf, year: Option<i16>) -> (Reading, Vec<territory::layers::Structure>) {
    let mut readings = read_stated(path, year);
    let reading = readings.remove(0);
    let Layer::Structures(rows) = reading.layer.clone() else { panic!("{:?}", reading.layer.kind()) };
    (reading, rows)
}

#[test]
fn the_sites_of_occitanie_are_counted_once_each() {
    let Some(path) = shared("finess/finess_occitanie.csv.gz") else { return };
    let (reading, rows) = sites(path, Some(2026));
    assert_eq!((reading.report.rows_read, rows.len(), reading.report.rejected), (13_747, 10_004, 0));
    assert_eq!(reading.report.departements.len(), 13);
    let count = |code: &str| rows.iter().filter(|row| row.category.as_str() == code).count();
    for (category, expected) in
        [("620", 1_888), ("500", 817), ("611", 460), ("603", 372), ("124", 280), ("354", 252), ("604", 82)]
    {
        assert_eq!(count(category), expected, "{category}");
    }
    let perpignan = rows.iter().filter(|row| row.commune.is_some_and(|code| code.as_str() == "66136"));
    assert_eq!(perpignan.filter(|row| row.category.as_str() == "620").count(), 51);
    let ruscino = rows.iter().find(|row| row.finess.as_str() == "660013186").unwrap();
    assert_eq!((ruscino.name.as_str(), ruscino.commune.unwrap().as_str()), ("CPTS RUSCINO", "66028"));
}

#[test]
fn the_two_historical_files_and_the_yearly_stock_are_read() {
    let Some(path) = shared("finess/etalab-cs1100502_extrait_20260512.csv") else { return };
    let (reading, rows) = sites(path, None);
    assert_eq!((rows.len(), reading.report.rejected), (7, 0));
    assert_eq!(reading.passport.vintage.label, "12 mai 2026");
    let overseas = rows.iter().filter(|row| row.commune.is_some_and(|code| code.as_str() > "97"));
    assert_eq!(overseas.count(), 6);

    let Some(path) = shared("finess/etalab-cs1100507_deux_sections_extrait_20260512.csv") else { return };
    let (_, rows) = sites(path, None);
    assert_eq!(rows.len(), 2);
    let [x, y] = rows[0].coordinates.unwrap();
    assert!((x - 5.20918).abs() < 2e-5 && (y - 46.22229).abs() < 2e-5, "{x} {y}");
    let [x, y] = rows[1].coordinates.unwrap();
    assert!((x + 61.52874).abs() < 2e-5 && (y - 16.234).abs() < 2e-5, "{x} {y}");
    assert_eq!(rows[1].commune.unwrap().as_str(), "97101");

    let Some(path) = shared("finess/etalab_stock_et_20201231_extrait.csv") else { return };
    let (reading, rows) = sites(path, None);
    assert_eq!((rows.len(), reading.report.rejected, reading.passport.vintage.year), (100, 0, 2020));
    assert!(rows.iter().all(|row| row.commune.is_some_and(|code| code.departement().as_str() == "01")));

    let Some(path) = shared("finess/finess_abime_par_tableur_extrait_65.csv") else { return };
    let error = read(Input::path(path), &Context::default(), &mut Silent).unwrap_err();
    assert!(matches!(error, ReadError::DamagedBySpreadsheet { .. }), "{error}");
}

#[test]
fn the_three_files_of_vaccination_are_read() {
    for (file, rows) in [
        ("couvertures-vaccinales-des-adolescent-et-adultes-departement.csv", 1_414),
        ("couvertures-vaccinales-des-adolescents-et-adultes-depuis-2011-region.csv", 238),
        ("couvertures-vaccinales-des-adolescents-et-adultes-depuis-2011-france.csv", 14),
    ] {
        let Some(path) = shared(&format!("autres/odisse/{file}")) else { return };
        let reading = one(path);
        assert_eq!((reading.report.rows_read, reading.report.rejected), (rows, 0), "{file}");
        assert_eq!(reading.passport.vintage.year, 2024, "{file}");
        let Layer::Vaccination(values) = &reading.layer else { panic!() };
        let flu = |row: &&territory::layers::Vaccination| {
            row.indicator == "grippe_65_ans_et_plus" && row.year == 2024
        };
        let eastern = territory::AreaCode::Departement("66".parse().unwrap());
        if let Some(row) = values.iter().filter(flu).find(|row| row.area == eastern) {
            assert_eq!(row.percent, Some(49.6));
        }
    }
}
