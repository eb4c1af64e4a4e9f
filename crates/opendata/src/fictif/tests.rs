//! The invented territory keeps its promises, whatever the seed.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

fn demo(seed: u64) -> BTreeMap<String, Vec<u8>> {
    let files = generate(&Options { seed, size: Size::Demo }).unwrap();
    files.into_iter().map(|file| (file.name, file.bytes)).collect()
}

fn text(files: &BTreeMap<String, Vec<u8>>, name: &str) -> String {
    String::from_utf8(files[name].clone()).unwrap()
}

/// Rows of a table, by column name.
fn table(text: &str, separator: char) -> Vec<BTreeMap<String, String>> {
    let mut lines = text.lines();
    let titles: Vec<&str> = lines.next().unwrap().split(separator).collect();
    let row = |line: &str| {
        let cells = line.split(separator).map(str::to_owned);
        titles.iter().map(|title| (*title).to_owned()).zip(cells).collect()
    };
    lines.map(row).collect()
}

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

type Edge = ([i64; 2], [i64; 2]);

/// Rings of each area of a GeoJSON file, by a property, in millionths of a degree.
fn rings(files: &BTreeMap<String, Vec<u8>>, name: &str, key: &str) -> BTreeMap<String, Vec<Vec<[i64; 2]>>> {
    let json: serde_json::Value = serde_json::from_slice(&files[name]).unwrap();
    let whole = |value: &serde_json::Value| (value.as_f64().unwrap() * 1e6).round() as i64;
    let point = |value: &serde_json::Value| [whole(&value[0]), whole(&value[1])];
    let ring = |value: &serde_json::Value| value.as_array().unwrap().iter().map(point).collect();
    let feature = |value: &serde_json::Value| {
        let rings = value["geometry"]["coordinates"].as_array().unwrap().iter().map(ring).collect();
        (value["properties"][key].as_str().unwrap().to_owned(), rings)
    };
    json["features"].as_array().unwrap().iter().map(feature).collect()
}

#[test]
fn a_seed_always_gives_the_same_bytes_and_another_seed_gives_others() {
    let (first, again, other) = (demo(1), demo(1), demo(2));
    assert_eq!(first, again);
    assert_eq!(first.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
    for name in first.keys().filter(|name| !name.starts_with("v_region")) {
        if !name.starts_with("v_departement") {
            assert_ne!(first[name], other[name], "{name}");
        }
    }
}

#[test]
fn the_demonstration_has_sixty_communes_and_a_town_of_twenty_iris() {
    for seed in [96, 1, 2, 3] {
        let files = demo(seed);
        let communes = table(&text(&files, "v_commune_2026.csv"), ',');
        assert_eq!(communes.iter().filter(|row| row["TYPECOM"] == "COM").count(), 60);
        assert!(communes.iter().all(|row| row["COM"].starts_with("96")));
        let iris = table(&text(&files, "base-ic-evol-struct-pop-2022.csv"), ';');
        assert_eq!(iris.iter().filter(|row| row["TYP_IRIS"] != "Z").count(), 20);
        // In 2024 one commune had not left another yet.
        assert_eq!(iris.iter().filter(|row| row["TYP_IRIS"] == "Z").count(), 58);
        assert_eq!(rings(&files, "iris_2026.geojson", "code_iris").len(), 79);
        assert_eq!(rings(&files, "communes_2026.geojson", "code").len(), 60);
        let populations = table(&text(&files, "donnees_communes_pop2023.csv"), ';');
        let total: f64 = populations.iter().map(|row| number(row, "PMUN")).sum();
        assert!((109_000.0..111_500.0).contains(&total), "{total}");
        let town = populations.iter().find(|row| row["Commune"] == "Valmirande").unwrap();
        assert!((37_000.0..39_000.0).contains(&number(town, "PMUN")));
    }
}

#[test]
fn the_header_by_iris_is_the_official_one() {
    let files = demo(96);
    let text = text(&files, "base-ic-evol-struct-pop-2022.csv");
    let header = text.lines().next().unwrap();
    assert_eq!(header.split(';').count(), 76);
    let shared = std::env::var_os("MAILLAGE_SHARED").map(PathBuf::from);
    let shared =
        shared.unwrap_or_else(|| PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")));
    let Ok(official) =
        std::fs::read_to_string(shared.join("data/insee/entete_base-ic-evol-struct-pop-2022.csv"))
    else {
        eprintln!("skipped: ../shared is not here");
        return;
    };
    assert_eq!(header, official.trim());
}

#[test]
fn the_figures_of_one_census_agree_between_files_and_bands() {
    let files = demo(5);
    let iris = table(&text(&files, "base-ic-evol-struct-pop-2022.csv"), ';');
    let communes = table(&text(&files, "base-cc-evol-struct-pop-2022.csv"), ';');
    let mut by_commune: BTreeMap<&str, f64> = BTreeMap::new();
    for row in &iris {
        *by_commune.entry(&row["COM"]).or_default() += number(row, "P22_POP");
        let sum = |columns: &[&str]| columns.iter().map(|name| number(row, name)).sum::<f64>();
        let broad: Vec<String> =
            ["0014", "1529", "3044", "4559", "6074", "75P"].map(|band| format!("P22_POP{band}")).to_vec();
        let broad: Vec<&str> = broad.iter().map(String::as_str).collect();
        for total in [
            sum(&broad),
            sum(&["P22_POP0019", "P22_POP2064", "P22_POP65P"]),
            sum(&["P22_POPH", "P22_POPF"]),
            sum(&["P22_PMEN", "P22_PHORMEN"]),
        ] {
            assert!((total - number(row, "P22_POP")).abs() < 1e-6);
        }
    }
    assert_eq!(communes.len(), by_commune.len());
    for row in &communes {
        let (all, sum) = (number(row, "P22_POP"), by_commune[row["CODGEO"].as_str()]);
        assert!((all - sum).abs() < 1e-6, "{} {all} {sum}", row["CODGEO"]);
        assert!((all - all.round()).abs() < 1e-6);
    }
}

#[test]
fn every_border_inside_is_drawn_exactly_twice_and_in_both_directions() {
    for (name, key) in [("iris_2026.geojson", "code_iris"), ("communes_2026.geojson", "code")] {
        let areas = rings(&demo(7), name, key);
        let mut uses: BTreeMap<Edge, Vec<bool>> = BTreeMap::new();
        for ring in areas.values().flatten() {
            assert_eq!(ring.first(), ring.last());
            for pair in ring.windows(2) {
                let (from, to) = (pair[0], pair[1]);
                assert_ne!(from, to);
                uses.entry((from.min(to), from.max(to))).or_default().push(from < to);
            }
        }
        assert!(
            uses.values().all(|uses| uses.len() == 1 || *uses == [true, false] || *uses == [false, true])
        );
        // The edges used once are the outline of the whole: one closed ring, every point of it met twice.
        let mut outer: BTreeMap<[i64; 2], usize> = BTreeMap::new();
        for ((from, to), _) in uses.iter().filter(|(_, uses)| uses.len() == 1) {
            *outer.entry(*from).or_default() += 1;
            *outer.entry(*to).or_default() += 1;
        }
        assert!(outer.len() > 200);
        assert!(outer.values().all(|count| *count == 2));
    }
}

#[test]
fn no_border_crosses_another() {
    let areas = rings(&demo(11), "iris_2026.geojson", "code_iris");
    let edges: BTreeSet<Edge> = areas
        .values()
        .flatten()
        .flat_map(|ring| ring.windows(2).map(|pair| (pair[0].min(pair[1]), pair[0].max(pair[1]))))
        .collect();
    let turn = |a: [i64; 2], b: [i64; 2], c: [i64; 2]| {
        ((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])).signum()
    };
    let edges: Vec<Edge> = edges.into_iter().collect();
    for (rank, (a, b)) in edges.iter().enumerate() {
        // Sorted by their western end: those that start east of this one cannot touch it.
        for (c, d) in edges[rank + 1..].iter().take_while(|(c, _)| c[0] <= b[0]) {
            let shared = a == c || a == d || b == c || b == d;
            let crosses = turn(*a, *b, *c) * turn(*a, *b, *d) < 0 && turn(*c, *d, *a) * turn(*c, *d, *b) < 0;
            assert!(shared || !crosses, "{a:?} {b:?} crosses {c:?} {d:?}");
        }
    }
}

#[test]
fn no_invented_name_is_that_of_a_real_commune() {
    let list = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/dist/decoupage-administratif.json.gz");
    let Ok(packed) = std::fs::File::open(list) else {
        eprintln!("skipped: the packed list of communes is not here (cargo xtask assets)");
        return;
    };
    let list: serde_json::Value = serde_json::from_reader(flate2::read::GzDecoder::new(packed)).unwrap();
    let communes = list["communes"].as_array().unwrap();
    let real: BTreeSet<String> =
        communes.iter().map(|commune| names::capitals(commune["nom"].as_str().unwrap())).collect();
    assert!(real.contains("PERPIGNAN"));
    for name in names::POOL.iter().chain([&names::TOWN]) {
        assert!(!real.contains(&names::capitals(name)), "{name} exists");
    }
    assert!(communes.iter().all(|commune| !commune["code"].as_str().unwrap().starts_with(demo::DEPARTEMENT)));
}

#[test]
fn a_merger_a_rename_and_a_split_separate_the_years() {
    let files = demo(3);
    let codes = |name: &str, column: &str| -> BTreeSet<String> {
        table(&text(&files, name), ';').iter().map(|row| row[column].clone()).collect()
    };
    let before = codes("donnees_communes_pop2021.csv", "COM");
    let after = codes("donnees_communes_pop2023.csv", "COM");
    let lost: Vec<_> = before.difference(&after).collect();
    let new: Vec<_> = after.difference(&before).collect();
    assert_eq!((lost.len(), new.len()), (1, 1));
    let movements = table(&text(&files, "v_mvt_commune_2026.csv"), ',');
    let event = |number: &str, before: &str, after: &str| {
        let found = |row: &&BTreeMap<String, String>| {
            row["MOD"] == number
                && (before.is_empty() || row["COM_AV"] == before)
                && (after.is_empty() || row["COM_AP"] == after)
        };
        movements.iter().filter(found).count()
    };
    assert_eq!(event("32", lost[0], ""), 2);
    assert_eq!(event("21", "", new[0]), 1);
    assert_eq!(event("10", "", ""), 1);
}

#[test]
fn the_neighbours_leave_the_middle_free_and_claim_one_commune_of_it() {
    for seed in [96, 4, 8] {
        let files = demo(seed);
        let territory = demo_territory(seed);
        let own: BTreeSet<&str> = territory.variants[0].units.iter().map(UnitCode::as_str).collect();
        let claimed = table(&text(&files, "perimetres_cpts_2026.csv"), ';');
        let names: BTreeSet<&str> = claimed.iter().map(|row| row["cpts"].as_str()).collect();
        assert_eq!(names.len(), 2);
        assert_eq!(claimed.iter().filter(|row| own.contains(row["code"].as_str())).count(), 1);
        assert!(claimed.len() < 60 - own.len(), "some communes are in no CPTS");
        let populations = table(&text(&files, "donnees_communes_pop2023.csv"), ';');
        let inhabitants: f64 = populations
            .iter()
            .filter(|row| own.contains(row["COM"].as_str()))
            .map(|row| number(row, "PMUN"))
            .sum();
        assert!((60_000.0..72_000.0).contains(&inhabitants), "{inhabitants}");
        let narrow = &territory.variants[1].units;
        assert_eq!(narrow.iter().filter(|unit| matches!(unit, UnitCode::Iris(_))).count(), 14);
    }
}

#[test]
fn the_priority_neighbourhood_lies_astride_three_iris() {
    for seed in [96, 4] {
        let files = demo(seed);
        let areas = rings(&files, "iris_2026.geojson", "code_iris");
        let quartier = rings(&files, "qpv_2024.geojson", "code_qp");
        let ring = &quartier.values().next().unwrap()[0];
        let inside = |ring: &[[i64; 2]], [x, y]: [i64; 2]| {
            let crosses = |pair: &&[[i64; 2]]| {
                let ([ax, ay], [bx, by]) = (pair[0], pair[1]);
                (ay > y) != (by > y) && (x - ax) * (by - ay).abs() < (bx - ax) * (y - ay) * (by - ay).signum()
            };
            ring.windows(2).filter(crosses).count() % 2 == 1
        };
        let holder =
            |point: &[i64; 2]| areas.iter().find(|(_, rings)| inside(&rings[0], *point)).map(|area| area.0);
        let met: BTreeSet<&String> = ring.iter().filter_map(holder).collect();
        assert_eq!(met.len(), 3, "{met:?}");
        assert!(met.iter().all(|code| !code.ends_with("0000")));
    }
}

#[test]
fn postcodes_are_shared_and_the_town_has_two() {
    let files = demo(96);
    let file = &files["019HexaSmal_2026-01.csv"];
    assert!(std::str::from_utf8(file).is_err(), "latin-1, as La Poste publishes");
    let text = encoding_rs::WINDOWS_1252.decode(file).0.into_owned();
    assert!(text.starts_with("#Code_commune_INSEE;") && text.contains("\r\n"));
    let rows = table(&text, ';');
    assert_eq!(rows.iter().filter(|row| row["Nom_de_la_commune"] == "VALMIRANDE").count(), 2);
    let postcodes: BTreeSet<&String> = rows.iter().map(|row| &row["Code_postal"]).collect();
    assert_eq!((rows.len(), postcodes.len()), (61, 20));
}

#[test]
fn the_invented_sites_stand_in_their_communes_and_say_that_they_are_invented() {
    for seed in [96, 4] {
        let files = demo(seed);
        let text = text(&files, "etalab-cs1100507-stock-20260513-0338.csv");
        let areas = rings(&files, "communes_2026.geojson", "code");
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(';').collect()).collect();
        let tagged = |tag: &'static str| rows.iter().filter(move |row| row[0] == tag);
        let inside = |ring: &[[i64; 2]], [x, y]: [f64; 2]| {
            let degrees = |point: &[i64; 2]| point.map(|value| value as f64 / 1e6);
            let polygon = vec![vec![ring.iter().map(degrees).collect::<Vec<_>>()]];
            territory::geometry::contains(&polygon, [x, y])
        };
        let places: BTreeMap<&str, [f64; 2]> = tagged("geolocalisation")
            .map(|row| (row[1], [row[2].parse().unwrap(), row[3].parse().unwrap()]))
            .collect();
        let mut categories: BTreeMap<&str, usize> = BTreeMap::new();
        for row in tagged("structureet") {
            assert!(row[3].contains("FICTI") || row[18] == "604", "{row:?}");
            let ring = &areas[&format!("{}{}", row[13], row[12])][0];
            assert!(inside(ring, places[row[1]]), "{row:?}");
            *categories.entry(row[18]).or_default() += 1;
        }
        assert_eq!(categories.len(), 21);
        assert_eq!(categories["604"], 3);
        assert!((30..60).contains(&categories["620"]), "{categories:?}");
    }
}

#[test]
fn the_national_size_is_that_of_france() {
    let folder = tempfile::tempdir().unwrap();
    let paths = write_to(folder.path(), &Options { seed: 1, size: Size::France }).unwrap();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap();
    assert_eq!(paths.len(), 13);
    assert_eq!(read("v_departement_2026.csv").lines().count(), 102);
    assert_eq!(read("v_region_2026.csv").lines().count(), 19);
    let communes = table(&read("v_commune_2026.csv"), ',');
    assert!((34_900..35_100).contains(&communes.len()), "{}", communes.len());
    let codes: BTreeSet<&String> = communes.iter().map(|row| &row["COM"]).collect();
    assert_eq!(codes.len(), communes.len());
    let iris = read("base-ic-evol-struct-pop-2022.csv").lines().count();
    assert!((47_000..51_000).contains(&iris), "{iris}");
    let inhabitants: f64 =
        table(&read("donnees_communes_pop2023.csv"), ';').iter().map(|row| number(row, "PMUN")).sum();
    assert!((55e6..80e6).contains(&inhabitants), "{inhabitants}");
}

#[test]
fn the_readers_of_official_files_take_every_invented_file_whole() {
    let context = crate::Context { fictitious: true, ..crate::Context::default() };
    let mut kinds = BTreeSet::new();
    for file in generate(&Options::default()).unwrap() {
        let name = file.name.clone();
        let input = crate::Input::bytes(file.name, file.bytes);
        let readings = crate::read(input, &context, &mut crate::Silent);
        for reading in readings.unwrap_or_else(|error| panic!("{name}: {error}")) {
            assert!(reading.passport.fictitious);
            assert_eq!(reading.report.rejected, 0, "{name}");
            assert!(!reading.layer.is_empty(), "{name}");
            kinds.insert(reading.layer.kind());
        }
    }
    assert_eq!(kinds.into_iter().collect::<Vec<_>>(), territory::Kind::ALL);
}
