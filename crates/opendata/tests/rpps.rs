//! The extraction of the RPPS: small invented files, wrong files, and the real extract where there is one.
#![allow(clippy::unwrap_used, reason = "the helpers of tests fail as tests do")]

mod support;

use opendata::{Context, Input, KnownCommunes, ReadError, Reading, Silent, Skip, Warning, read};
use territory::professionals::{Category, Professionals};
use territory::{CommuneCode, DepartementCode, Layer};

use support::{gzip, latin1, read_text, refused, zip};

const NAME: &str = "PS_LibreAcces_Personne_activite_202602050823.txt";

/// Titles of 2025-2026, written from the year's own spelling.
fn titles() -> Vec<&'static str> {
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|Libellé civilité exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|Code profession|Libellé profession|Code catégorie professionnelle|Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire|Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|Numéro FINESS établissement juridique|Identifiant technique de la structure|Raison sociale site|Enseigne commerciale site|Complément destinataire (coord. structure)|Complément point géographique (coord. structure)|Numéro Voie (coord. structure)|Indice répétition voie (coord. Structure)|Code type de voie (coord. structure)|Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|Mention distribution (coord. structure)|Bureau cedex (coord. structure)|Code postal (coord. structure)|Code commune (coord. structure)|Libellé commune (coord. structure)|Code pays (coord. structure)|Libellé pays (coord. structure)|Téléphone (coord. structure)|Téléphone 2 (coord. structure)|Télécopie (coord. structure)|Adresse e-mail (coord. structure)|Code département (coord. structure)|Libellé département (coord. structure)|Ancien identifiant de la structure|Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code fonction|Libellé fonction|Code genre d'activité|Libellé genre d'activité"
        .split('|')
        .collect()
}

/// The same in the spelling and with the columns of 2021.
fn titles_2021() -> Vec<&'static str> {
    let renamed = |title: &'static str| match title {
        "Libellé civilité exercice" => "Libellé civilité d'exercice",
        "Code département (coord. structure)" => "Code Département (structure)",
        "Libellé département (coord. structure)" => "Libellé Département (structure)",
        other => other,
    };
    titles().into_iter().take(52).map(renamed).collect()
}

/// A line: national number, profession, speciality, mode, sector, site, commune, and what is said apart.
type Said<'a> = (&'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

fn line(titles: &[&str], said: Said<'_>) -> String {
    let (person, profession, know_how, mode, sector, site, commune, more) = said;
    let cell = |title: &&str| {
        let apart = more.iter().find(|(name, _)| name == title).map(|(_, value)| *value);
        apart.unwrap_or(match *title {
            "Identification nationale PP" => person,
            "Nom d'exercice" => "NOM \"INVENTÉ\"",
            "Code profession" => profession,
            "Code savoir-faire" => know_how,
            "Code catégorie professionnelle" => "C",
            "Code mode exercice" => mode,
            "Code secteur d'activité" => sector,
            "Identifiant technique de la structure" => site,
            "Code commune (coord. structure)" => commune,
            _ => "",
        })
    };
    titles.iter().map(cell).collect::<Vec<_>>().join("|") + "|\n"
}

fn file(titles: &[&str], lines: &[Said<'_>]) -> String {
    let header = titles.join("|") + "|\n";
    lines.iter().fold(header, |text, said| text + &line(titles, *said))
}

const DOCTOR: Said<'_> = ("810000000001", "10", "SM26", "L", "SA07", "S1", "66028", &[]);

fn lines() -> Vec<Said<'static>> {
    vec![
        DOCTOR,
        // The same activity said twice, another site, another commune.
        DOCTOR,
        ("810000000001", "10", "SM26", "L", "SA08", "S2", "66028", &[]),
        ("810000000001", "10", "SM26", "L", "SA07", "S3", "66136", &[]),
        ("810000000002", "60", "", "L", "SA07", "S4", "66136", &[]),
        // Without a commune: by postcode and town, by département, by postcode, nowhere, abroad.
        (
            "810000000003",
            "60",
            "",
            "L",
            "",
            "S5",
            "",
            &[
                ("Code postal (coord. structure)", "66330"),
                ("Bureau cedex (coord. structure)", "66330 CABESTANY"),
            ],
        ),
        ("810000000004", "60", "", "L", "", "S6", "", &[("Code postal (coord. structure)", "66999")]),
        ("0010001949", "91", "", "L", "", "", "", &[]),
        ("810000000005", "10", "SM04", "S", "SA01", "S7", "99134", &[]),
    ]
}

struct Known;

impl KnownCommunes for Known {
    fn exists(&self, _code: CommuneCode, _geography: i16) -> bool {
        true
    }
    fn legal_population(&self, _departement: DepartementCode, _year: i16) -> Option<u64> {
        None
    }
    fn locate(&self, postcode: &str, locality: &str) -> Option<CommuneCode> {
        (postcode == "66330" && locality.ends_with("CABESTANY")).then(|| "66028".parse().unwrap())
    }
}

fn read_known(name: &str, content: impl Into<Vec<u8>>) -> Reading {
    let context = Context { known: Some(&Known), ..Context::default() };
    let readings = read(Input::bytes(name, content), &context, &mut Silent);
    readings.unwrap_or_else(|error| panic!("{}", error.sentence())).remove(0)
}

fn professionals(reading: &Reading) -> &Professionals {
    let Layer::Professionals(found) = &reading.layer else { panic!("{:?}", reading.layer.kind()) };
    found
}

/// Distinct persons and activities of one code of profession in one commune.
fn counted(found: &Professionals, commune: &str, profession: &str) -> (usize, usize) {
    let places = found.communes.iter().filter(|place| place.commune.as_str() == commune);
    let groups = places.flat_map(|place| &place.groups);
    let mine = groups.filter(|group| found.categories[group.category as usize].profession == profession);
    let practices: Vec<_> = mine.flat_map(|group| &group.practices).collect();
    let persons: std::collections::BTreeSet<u32> =
        practices.iter().map(|practice| practice.person()).collect();
    (persons.len(), practices.len())
}

#[test]
fn both_layouts_are_read_by_the_names_of_their_columns() {
    for titles in [titles(), titles_2021()] {
        let reading = read_known(NAME, file(&titles, &lines()));
        let found = professionals(&reading);
        assert_eq!(counted(found, "66028", "10"), (1, 2));
        assert_eq!(counted(found, "66136", "10"), (1, 1));
        assert_eq!(counted(found, "66136", "60"), (1, 1));
        assert_eq!(counted(found, "66028", "60"), (1, 1), "placed by its postcode and town");
        let unplaced: Vec<_> =
            found.unplaced.iter().map(|place| place.departement.map(|d| d.to_string())).collect();
        assert_eq!(unplaced, [Some("66".to_owned()), None]);
        assert_eq!((found.persons, found.activities()), (5, 7));
        assert_eq!((reading.report.rows_read, reading.report.rows_kept, reading.report.rejected), (9, 7, 0));
        let skipped = |why| reading.report.skipped.iter().find(|skip| skip.why == why).map(|skip| skip.rows);
        assert_eq!((skipped(Skip::Repeated), skipped(Skip::OutOfScope)), (Some(1), Some(1)));
        assert_eq!(reading.passport.vintage.label, "5 février 2026");
        assert_eq!(reading.passport.coverage, "département 66");
        let said = reading.report.sentences().join("\n");
        assert!(said.contains("2 activités n’ont pas de commune connue"), "{said}");
        assert!(said.contains("1 activités sans code de commune ont été placées"), "{said}");
    }
}

#[test]
fn a_person_of_two_communes_has_one_number_and_no_trace_of_the_national_one() {
    let reading = read_known(NAME, file(&titles(), &lines()));
    let found = professionals(&reading);
    let doctors = |commune: &str| -> Vec<u32> {
        let place = found.communes.iter().find(|place| place.commune.as_str() == commune).unwrap();
        let groups = place.groups.iter();
        let doctors = groups.filter(|group| found.categories[group.category as usize].profession == "10");
        doctors.flat_map(|group| &group.practices).map(|practice| practice.person()).collect()
    };
    assert_eq!(doctors("66028")[0], doctors("66136")[0]);
    let stored = serde_json::to_string(&reading.layer).unwrap() + &reading.report.sentences().join(" ");
    for secret in ["8100000", "INVENT", "S1", "CABESTANY", "66330"] {
        assert!(!stored.contains(secret), "{secret}");
    }
}

#[test]
fn archives_are_read_and_specialities_may_stand_beside() {
    let plain = file(&titles(), &lines());
    let expected = read_known(NAME, plain.clone()).layer;
    assert_eq!(read_known(&format!("{NAME}.gz"), gzip(plain.as_bytes())).layer, expected);
    let without: Vec<Said<'_>> =
        lines().into_iter().map(|(a, b, _, c, d, e, f, g)| (a, b, "", c, d, e, f, g)).collect();
    let bare = file(&titles(), &without);
    let side = "Identification nationale PP|Code profession|Code savoir-faire|Libellé savoir-faire|\n\
                810000000001|10|SM26|Qualifié|\n810000000005|10|SM04|Cardiologie|\n";
    let both = zip(&[
        (NAME, bare.as_bytes()),
        ("PS_LibreAcces_SavoirFaire_202602050823.txt", side.as_bytes()),
        ("PS_LibreAcces_Dipl_AutExerc_202602050823.txt", b"Code dipl|Lib|\nA|B|\n"),
    ]);
    let reading = read_known("PS_LibreAcces_202602050823.zip", both);
    assert_eq!(reading.layer, expected);
    assert!(reading.report.sentences().join("\n").contains("Les spécialités ont été lues"));
    let alone = refused("PS_LibreAcces_SavoirFaire_202602050823.txt", side);
    assert!(matches!(alone, ReadError::SideFile { .. }), "{alone}");
    assert!(alone.sentence().contains("Personne_activite"), "{}", alone.sentence());
}

#[test]
fn wrong_files_are_refused_whole_with_a_sentence() {
    let good = file(&titles(), &lines());
    let cut = &good[..good.len() - 30];
    let error = refused(NAME, cut);
    assert!(matches!(error, ReadError::Truncated { .. }), "{error}");
    assert!(error.sentence().contains("dernière ligne (10)"), "{}", error.sentence());

    for (content, sign) in [
        (format!("\u{feff}{good}").into_bytes(), "marque d’encodage"),
        (good.replace('\n', "\r\n").into_bytes(), "fins de ligne de Windows"),
        (latin1(&good), "Latin-1"),
        (good.replace('|', ";").into_bytes(), "barre verticale"),
    ] {
        let error = refused(NAME, content);
        assert!(matches!(error, ReadError::Resaved { .. }), "{error}");
        assert!(
            error.sentence().contains(sign) && error.sentence().contains("Donnez"),
            "{}",
            error.sentence()
        );
    }

    let mut twice = titles();
    twice[18] = "Code profession";
    let error = refused(NAME, file(&twice, &lines()));
    assert!(matches!(error, ReadError::RepeatedColumn { .. }), "{error}");
    assert!(error.sentence().contains("« Code profession » figure deux fois"), "{}", error.sentence());

    let mut moved = titles();
    moved.swap(9, 36);
    let error = refused(NAME, file(&moved, &lines()));
    assert!(matches!(error, ReadError::ColumnOrder { .. }), "{error}");
    assert!(error.sentence().contains("ont changé de place"), "{}", error.sentence());

    let mut lacking = titles();
    lacking[48] = "Autre";
    let error = refused(NAME, file(&lacking, &lines()));
    assert!(matches!(error, ReadError::MissingColumn { .. }), "{error}");

    let error = refused(NAME, file(&titles(), &[]));
    assert!(matches!(error, ReadError::NoUsableRow { .. }), "{error}");
    assert!(error.sentence().contains("Aucune ligne"), "{}", error.sentence());
    assert!(matches!(refused("activites.txt", good), ReadError::NoVintage { .. }));
}

#[test]
fn a_wrong_line_is_told_by_its_number_and_never_shown() {
    let good = line(&titles(), DOCTOR);
    let shifted = good.replacen('|', "||", 1);
    let (_, b, c, d, e, f, g, h) = DOCTOR;
    let nobody = line(&titles(), ("", b, c, d, e, f, g, h));
    let text = file(&titles(), &[]) + &good.repeat(20) + &shifted + &nobody + &good;
    let reading = read_text(NAME, text).unwrap().remove(0);
    let lines: Vec<u64> = reading.report.first_rejections.iter().map(|wrong| wrong.line).collect();
    assert_eq!((lines, reading.report.rejected), (vec![22, 23], 2));
    let said = reading.report.sentences().join("\n");
    assert!(said.contains("contenu non montré") && !said.contains("INVENT"), "{said}");
    let error = refused(NAME, file(&titles(), &[]) + &good + &shifted.repeat(6) + &good);
    assert!(matches!(error, ReadError::TooManyRejected { .. }), "{error}");
}

#[test]
fn the_real_extract_of_2021_is_read() {
    #[expect(clippy::disallowed_methods, reason = "the place of the real files is a setting of the machine")]
    let root = std::env::var("MAILLAGE_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared").to_owned());
    let path =
        std::path::PathBuf::from(root).join("data/rpps/PS_LibreAcces_Personne_activite_extrait_2021.txt");
    if !path.exists() {
        return;
    }
    let reading = read(Input::path(path), &Context::default(), &mut Silent).unwrap().remove(0);
    let found = professionals(&reading);
    assert_eq!((reading.report.rows_read, reading.report.rejected), (22, 0));
    assert_eq!(found.activities(), 22);
    assert_eq!(reading.passport.vintage.year, 2021);
    assert!(found.categories.contains(&Category {
        profession: "10".into(),
        know_how: "SM20".into(),
        mode: "S".into(),
        status: "C".into(),
        ..Category::default()
    }));
    assert!(!reading.report.warnings.contains(&Warning::NoFinalLineBreak));
}
