//! Sites of FINESS in every form in which they are published, and vaccination coverage: right and wrong files.

mod support;

use opendata::{Encoding, ReadError, Reading, Skip, Warning};
use support::{gzip, latin1, one, read_text, refused};
use territory::layers::{Structure, Vaccination};
use territory::{AreaCode, Layer};

/// A row of the historical files, from the columns that matter.
fn row(finess: &str, name: &str, place: (&str, &str, &str), category: &str) -> String {
    let (departement, commune, line) = place;
    format!(
        "structureet;{finess};960000010;{name};;;;12;R;DES FICTIONS;;;{commune};{departement};VAL-FICTIF;{line};;;{category};Libellé {category};1102;Agrégat;96000000100012;8610Z;03;ARS;1;Public;1979-02-13;1979-02-13;2020-02-04;\n"
    )
}

fn flat(rows: &[String]) -> String {
    format!("finess;etalab;98;2026-05-12\n{}", rows.concat())
}

fn place(finess: &str, x: &str, y: &str, source: &str) -> String {
    format!("geolocalisation;{finess};{x};{y};{source};2026-05-04\n")
}

fn structures(reading: &Reading) -> &[Structure] {
    let Layer::Structures(rows) = &reading.layer else { panic!("{:?}", reading.layer.kind()) };
    rows
}

fn notes(reading: &Reading) -> String {
    reading.report.sentences().join(" ")
}

#[test]
fn a_historical_file_without_titles_gives_its_sites() {
    let text = flat(&[
        row("960000028", "\"CH \"\"FICTIF\"\"; SITE NORD\"", ("96", "001", "96100 VALMIRANDE CEDEX"), "355"),
        row("960000036", "PHARMACIE INVENTÉE", ("96", "002", "96200 ARCEVIGNE"), "620"),
    ]);
    for (bytes, encoding) in
        [(text.clone().into_bytes(), Encoding::Utf8), (latin1(&text), Encoding::Windows1252)]
    {
        let reading = one("etalab-cs1100502-stock-20260513-0338.csv", bytes);
        let rows = structures(&reading);
        assert_eq!(rows[0].name, "CH \"FICTIF\"; SITE NORD");
        assert_eq!(rows[1].name, "PHARMACIE INVENTÉE");
        assert_eq!(rows[0].commune.unwrap().as_str(), "96001");
        assert_eq!(rows[0].postcode.as_deref(), Some("96100"));
        assert_eq!(rows[0].locality.as_deref(), Some("VALMIRANDE CEDEX"));
        assert_eq!(rows[0].address.as_deref(), Some("12 R DES FICTIONS"));
        assert_eq!((rows[0].siret.as_deref(), rows[0].opened), (Some("96000000100012"), Some(19_790_213)));
        assert_eq!(rows[0].legal_entity.unwrap().as_str(), "960000010");
        assert!(rows.iter().all(|row| row.coordinates.is_none()));
        assert_eq!(reading.passport.vintage.label, "12 mai 2026");
        assert_eq!((reading.passport.vintage.year, reading.report.encoding), (2026, Some(encoding)));
        assert!(notes(&reading).contains("sans coordonnées : 2 sur 2"), "{}", notes(&reading));
    }
}

#[test]
fn every_system_of_coordinates_that_rows_name_is_read() {
    let sites = [
        (
            "960000028",
            "870262.2",
            "6571540.8",
            "1,ATLASANTE,96,BAN,EPSG:2154 RGF93 / Lambert-93 (Métropole)",
            [5.20918, 46.22229],
        ),
        (
            "970100012",
            "657242.9",
            "1795384.4",
            "1,ATLASANTE,96,BAN,EPSG:5490 RGAF09 / UTM zone 20N",
            [-61.52874, 16.23400],
        ),
        (
            "970300020",
            "353672.8",
            "544349.1",
            "1,ATLASANTE,96,BAN,EPSG:2972 RGFG95 / UTM zone 22N",
            [-52.31973, 4.92347],
        ),
        (
            "970400030",
            "323086.6",
            "7679599.8",
            "1,ATLASANTE,96,BAN,EPSG:2975 RGR92 / UTM zone 40S",
            [55.29821, -20.97571],
        ),
        (
            "970600040",
            "524819.9",
            "8587194.7",
            "1,ATLASANTE,96,BAN,EPSG:4471 RGM04 / UTM zone 38S",
            [45.22868, -12.77989],
        ),
    ];
    let rows: Vec<String> =
        sites.iter().map(|site| row(site.0, "SITE", ("96", "001", "96100 X"), "620")).collect();
    let places: Vec<String> = sites.iter().map(|site| place(site.0, site.1, site.2, site.3)).collect();
    let reading = one("etalab-cs1100507.csv", flat(&[rows, places].concat()));
    for (row, site) in structures(&reading).iter().zip(sites) {
        let [x, y] = row.coordinates.unwrap();
        assert!((x - site.4[0]).abs() < 2e-5 && (y - site.4[1]).abs() < 2e-5, "{} {x} {y}", site.3);
    }
    assert!(!notes(&reading).contains("sans coordonnées"), "{}", notes(&reading));
}

#[test]
fn saint_pierre_et_miquelon_is_in_its_own_zone() {
    let text = flat(&[
        row("970500018", "SITE", ("9E", "502", "97500 ST PIERRE"), "355"),
        place("970500018", "565000", "5181000", "1,ATLASANTE,96,BAN,EPSG:32621 WGS 84 / UTM zone 21N"),
    ]);
    let reading = one("etalab-cs1100507.csv", text);
    let site = &structures(&reading)[0];
    assert_eq!(site.commune.unwrap().as_str(), "97502");
    let [x, y] = site.coordinates.unwrap();
    assert!((-56.5..-56.0).contains(&x) && (46.7..46.9).contains(&y), "{x} {y}");
}

#[test]
fn an_unknown_system_leaves_the_site_without_coordinates_and_is_said() {
    let text = flat(&[
        row("960000028", "A", ("96", "001", "96100 X"), "620"),
        row("960000036", "B", ("96", "001", "96100 X"), "620"),
        row("960000044", "C", ("96", "001", "96100 X"), "620"),
        place("960000028", "600000", "2400000", "1,ATLASANTE,96,BAN,EPSG:27572 NTF / Lambert zone II"),
        place("960000036", "600000", "2400000", ""),
    ]);
    let reading = one("etalab-cs1100507.csv", text);
    assert!(structures(&reading).iter().all(|row| row.coordinates.is_none()));
    let said = notes(&reading);
    assert!(said.contains("« EPSG:27572 » inconnu : 1 structures"), "{said}");
    assert!(
        said.contains("« non précisé » inconnu") && said.contains("sans coordonnées : 3 sur 3"),
        "{said}"
    );
}

#[test]
fn a_site_whose_commune_cannot_be_told_is_kept_and_said() {
    let text = flat(&[
        row("960000028", "A", ("96", "", "96100 X"), "620"),
        row("960000036", "B", ("96", "001", "96100 X"), "620"),
    ]);
    let reading = one("etalab-cs1100502.csv", text);
    let rows = structures(&reading);
    assert_eq!((rows[0].commune, rows[0].departement.unwrap().as_str()), (None, "96"));
    assert!(notes(&reading).contains("sans commune lisible : 1"), "{}", notes(&reading));
}

#[test]
fn the_last_column_and_the_last_separator_may_be_absent() {
    let whole = row("960000028", "A", ("96", "001", "96100 X"), "620");
    let shorter =
        row("960000036", "B", ("96", "001", "96100 X"), "620").replace("2020-02-04;\n", "2020-02-04\n");
    let longer =
        row("960000044", "C", ("96", "001", "96100 X"), "620").replace("2020-02-04;\n", "2020-02-04;;\n");
    let reading = one("etalab-cs1100502.csv", flat(&[whole, shorter, longer]));
    assert_eq!((structures(&reading).len(), reading.report.rejected), (3, 0));
}

#[test]
fn a_site_given_twice_is_kept_once() {
    let site = row("960000028", "A", ("96", "001", "96100 X"), "620");
    let reading = one("etalab-cs1100502.csv", flat(&[site.clone(), site]));
    assert_eq!(structures(&reading).len(), 1);
    assert_eq!(reading.report.skipped.iter().find(|skipped| skipped.why == Skip::Repeated).unwrap().rows, 1);
}

#[test]
fn a_yearly_stock_with_titles_is_read_with_its_whole_codes() {
    let text = "nofinesset;nofinessej;rs;rslongue;numvoie;typvoie;voie;departement;cog;codepostal;ligneacheminement;categetab;libcategetab;siret;coordx;coordy;sourcegeocod;dateouvert\n\
                960000028;960000010;CH;CENTRE HOSPITALIER FICTIF;900;RTE;DE PARIS;96;96001;96100;96100 VALMIRANDE;355;Centre Hospitalier;;870215.7;6571590.5;1,ATLASANTE,100,IGN,BD_ADRESSE,V2.2,LAMBERT_93;1979-02-13\n";
    let reading = one("etalab_stock_et_20201231.csv", text);
    let site = &structures(&reading)[0];
    assert_eq!((site.name.as_str(), site.commune.unwrap().as_str()), ("CENTRE HOSPITALIER FICTIF", "96001"));
    assert_eq!(site.address.as_deref(), Some("900 RTE DE PARIS"));
    assert!(site.coordinates.is_some() && site.siret.is_none());
    assert_eq!(reading.passport.vintage.year, 2020);
}

#[test]
fn a_republished_table_with_titles_and_degrees_is_read() {
    let text = "nofinesset,nofinessej,rs,rslongue,commune,departement,ligneacheminement,categetab,libcategetab,siret,dateouv,latitude,longitude\n\
                960000028,960000010,MSP,,001,96,96100 VALMIRANDE,603,Maison de santé,,2020-01-01,42.7,2.9\n\
                960000028,960000010,MSP,,001,96,96100 VALMIRANDE,603,Maison de santé,,2020-01-01,42.7,2.9\n";
    let reading = one("finess_geolocalise_2026.csv", text);
    let site = &structures(&reading)[0];
    assert_eq!((structures(&reading).len(), site.coordinates), (1, Some([2.9, 42.7])));
    assert_eq!(site.category.as_str(), "603");
}

#[test]
fn the_announced_json_is_read_site_by_site() {
    let site = |number: &str, category: &str, closed: &str| {
        format!(
            r#"{{"informationsGeneralesEGE": {{"egeId": "x", "numFinessEge": "{number}", "denominationEge": "SITE {number}", "dateFermeture": "{closed}"}},
            "categorieEntiteGeographiqueExercice": {{"code": "{category}", "system": "https://mos.esante.gouv.fr"}}, "siret": "96000000100012",
            "adresse": [{{"numeroVoie": "12", "typeVoie": "R", "libelleVoie": "DES FICTIONS", "lieuDit": "", "cogCommune": "96001", "ligneAcheminement": "96100 VALMIRANDE",
            "codePostal": "96100", "coordonneesGeographique": {{"coordonneeX": "2.9", "coordonneeY": "42.7", "directionLatitude": "N", "directionLongitude": "E"}}}}]}}"#
        )
    };
    let text = format!(
        r#"{{"gco": {{}}, "pmej": [{{"informationsGeneralesPmej": {{"numFinessPm": "960000010", "denominationPm": "HOPITAL FICTIF"}}, "ege": [{}, {}, {}]}}], "gcc": {{}}}}"#,
        site("960000028", "355", ""),
        site("960000036", "500", ""),
        site("960000044", "500", "2024-01-01"),
    );
    let reading = one("finess_structures_2026.json", text.clone());
    let rows = structures(&reading);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].legal_entity.unwrap().as_str(), "960000010");
    assert_eq!(rows[0].legal_entity_name.as_deref(), Some("HOPITAL FICTIF"));
    assert_eq!(rows[1].category.as_str(), "500");
    assert_eq!((rows[0].coordinates, rows[0].commune.unwrap().as_str()), (Some([2.9, 42.7]), "96001"));
    assert!(notes(&reading).contains("degrés"), "{}", notes(&reading));

    let cut = refused("finess_structures_2026.json", text[..text.len() - 40].to_owned());
    assert!(matches!(cut, ReadError::Truncated { .. }), "{cut}");
    let other = refused("finess_structures_2026.json", r#"{"pmej": {"a": 1}}"#);
    assert!(other.sentence().contains("FINESS+"), "{}", other.sentence());
    let metres = text.replace("\"2.9\"", "\"690000\"").replace("\"42.7\"", "\"6180000\"");
    let reading = one("finess_structures_2026.json", metres);
    assert!(structures(&reading).iter().all(|row| row.coordinates.is_none()));
}

#[test]
fn a_file_saved_by_a_spreadsheet_is_refused_and_says_so() {
    let damaged = row("960000028", "A", ("96", "1", "96100 X"), "620").replace("96000000100012", "2,665E+13");
    let error = refused("finess_light_2026.csv", damaged);
    assert!(matches!(error, ReadError::DamagedBySpreadsheet { line: 1, .. }), "{error}");
    let sentence = error.sentence();
    assert!(sentence.contains("tableur") && sentence.contains("2,665E+13"), "{sentence}");
}

#[test]
fn zeros_lost_on_the_left_come_back_and_are_said() {
    let text = row("960000028", "A", ("96", "1", "96100 X"), "620").replace("960000010", "10000010");
    let reading = one("finess_2026.csv", text);
    let site = &structures(&reading)[0];
    assert_eq!((site.commune.unwrap().as_str(), site.legal_entity.unwrap().as_str()), ("96001", "010000010"));
    assert!(reading.report.warnings.iter().any(|warning| matches!(warning, Warning::CodesPadded { .. })));
    assert!(notes(&reading).contains("première ligne"), "{}", notes(&reading));
}

#[test]
fn wrong_files_of_the_same_family_are_refused_with_what_to_give() {
    let entities = "finess;etalab;98;2026-05-12\nstructureej;960000010;HOPITAL FICTIF;;;;\n";
    let error = refused("etalab-cs1100501.csv", entities);
    assert!(error.sentence().contains("etalab-cs1100507"), "{}", error.sentence());

    let whole = flat(&[
        row("960000028", "A", ("96", "001", "96100 X"), "620"),
        row("960000036", "B", ("96", "001", "96100 X"), "620"),
    ]);
    let cut = refused("etalab-cs1100502.csv", whole[..whole.len() - 60].to_owned());
    assert!(matches!(cut, ReadError::Truncated { .. }), "{cut}");
    let packed = gzip(whole.as_bytes());
    assert!(matches!(refused("x.csv.gz", packed[..packed.len() - 9].to_vec()), ReadError::Truncated { .. }));

    let wrong: Vec<String> =
        (0..6).map(|n| row(&format!("96000{n}"), "A", ("96", "001", "X"), "6A0")).collect();
    let error = refused("etalab-cs1100502.csv", flat(&wrong));
    assert!(matches!(error, ReadError::NoUsableRow { .. }), "{error}");
    assert!(error.sentence().contains("ligne 2"), "{}", error.sentence());

    let undated = row("960000028", "A", ("96", "001", "96100 X"), "620");
    assert!(matches!(refused("finess.csv", undated), ReadError::NoVintage { .. }));
}

const DEPARTEMENTS: &str = "\u{feff}Année,Département Code,Département,HPV filles 1 dose à 15 ans,Grippe 65 ans et plus,Covid-19 65 ans et plus,Région,Région Code\n\
                            2023,3,Allier,33.7,50.1,,Auvergne et Rhône-Alpes,84\n\
                            2024,66,Pyrénées-Orientales,47.6,49.6,,Occitanie,76\n\
                            2024,2A,Corse-du-Sud,,,,Corse,94\n\
                            2024,974,Réunion,28.8,,,Réunion,04\n";

fn vaccination(reading: &Reading) -> &[Vaccination] {
    let Layer::Vaccination(rows) = &reading.layer else { panic!("{:?}", reading.layer.kind()) };
    rows
}

fn value(reading: &Reading, area: AreaCode, key: &str) -> Option<f64> {
    let mut rows = vaccination(reading).iter().filter(|row| row.area == area && row.indicator == key);
    rows.next_back()?.percent
}

#[test]
fn the_columns_of_odisse_are_indicators_and_its_codes_get_their_zeros() {
    let reading = one("couvertures.csv", DEPARTEMENTS);
    let departement = |code: &str| AreaCode::Departement(code.parse().unwrap());
    assert_eq!(vaccination(&reading).len(), 4 * 3);
    assert_eq!(value(&reading, departement("66"), "grippe_65_ans_et_plus"), Some(49.6));
    assert_eq!(value(&reading, departement("03"), "hpv_filles_1_dose_a_15_ans"), Some(33.7));
    assert_eq!(value(&reading, departement("2A"), "grippe_65_ans_et_plus"), None);
    assert_eq!(value(&reading, departement("66"), "covid_19_65_ans_et_plus"), None);
    assert_eq!(
        (reading.passport.vintage.year, reading.passport.producer.as_str()),
        (2024, "Santé publique France")
    );

    let regions = "Année,Région Code,Région,Grippe 65 ans et plus,Méningocoque C 10-14 ans\n2024,1,Guadeloupe,11.5,68.7\n2024,76,Occitanie,52.1,70\n";
    let reading = one("regions.csv", regions);
    assert_eq!(value(&reading, AreaCode::Region("01".parse().unwrap()), "grippe_65_ans_et_plus"), Some(11.5));
    assert_eq!(reading.passport.coverage, "par région");

    let country = "\u{feff}Année;Grippe 65 ans et plus;Covid-19 65 ans et plus\n2016;50,0;\n2024;53.7;\n";
    let reading = one("france.csv", country);
    assert_eq!(value(&reading, AreaCode::France, "grippe_65_ans_et_plus"), Some(53.7));
    assert_eq!(reading.passport.coverage, "France entière");
}

#[test]
fn a_coverage_above_a_hundred_a_wrong_year_and_a_wrong_area_are_rejected() {
    for (wrong, said) in [
        ("2024,67,Bas-Rhin,140,50,,Grand Est,44\n", "140"),
        ("24,67,Bas-Rhin,40,50,,Grand Est,44\n", "« 24 »"),
        ("2024,Bas-Rhin,Bas-Rhin,40,50,,Grand Est,44\n", "département"),
        ("2024,67,Bas-Rhin,-3,50,,Grand Est,44\n", "-3"),
    ] {
        let reading = one("couvertures.csv", format!("{DEPARTEMENTS}{wrong}"));
        assert_eq!(reading.report.rejected, 1, "{wrong}");
        let sentence = reading.report.first_rejections[0].sentence();
        assert!(sentence.contains(said), "{sentence}");
        assert_eq!(vaccination(&reading).len(), 4 * 3);
    }
    let weekly = "1er jour de la semaine,Semaine,Région Code,Région,Classe d'âge,Taux de passages aux urgences pour grippe\n2023-02-20,2023-S08,06,Mayotte,00-04 ans,383.14\n";
    assert!(matches!(read_text("grippe.csv", weekly), Err(ReadError::UnknownKind { .. })));
}
