//! Every file that must not be read, with the sentence that its owner sees.

mod support;

use opendata::{Context, Cut, Input, ReadError, Silent, read};
use support::{COMMUNES, IRIS, POPULATIONS, gzip, latin1, refused, zip};

/// The sentence names the file and has every one of these words.
fn says(error: &ReadError, words: &[&str]) {
    let sentence = error.sentence();
    for word in words {
        assert!(sentence.contains(word), "{word:?} is not in: {sentence}");
    }
    assert!(!sentence.contains('!'), "{sentence}");
    assert!(sentence.ends_with('.'), "{sentence}");
}

#[test]
fn an_empty_file_is_refused() {
    for content in ["", "  \r\n\n", "\u{feff}"] {
        let error = refused("vide.csv", content);
        assert!(matches!(error, ReadError::Empty { .. }), "{content:?}: {error}");
        says(&error, &["« vide.csv » est vide", "Téléchargez"]);
    }
    assert!(matches!(refused("vide.csv.gz", gzip(b"")), ReadError::Empty { .. }));
    assert!(matches!(refused("vide.zip", zip(&[])), ReadError::Empty { .. }));
}

#[test]
fn a_pdf_given_as_data_is_refused() {
    let error = refused("zonage.csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj".to_vec());
    assert!(matches!(error, ReadError::Pdf { .. }), "{error}");
    says(&error, &["« zonage.csv »", "PDF", "fichier de données"]);
}

#[test]
fn pictures_and_7z_archives_are_refused() {
    let error = refused("photo.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec());
    assert!(matches!(error, ReadError::NotText { .. }), "{error}");
    says(&error, &["CSV", "GeoJSON"]);
    let error = refused("iris.7z", b"7z\xbc\xaf\x27\x1c\0\x04".to_vec());
    says(&error, &["7z", "Décompressez-la", "gpkg"]);
}

#[test]
fn a_compressed_file_cut_in_the_middle_is_refused_whole() {
    let many: String =
        (0..20_000).map(|n| format!("11;x;95;1;01;1;{:05};x;{n};1;{n}\n", 10_000 + n)).collect();
    let text = format!("REG;Région;DEP;CODARR;CODCAN;CODCOM;COM;Commune;PMUN;PCAP;PTOT\n{many}");
    let whole = gzip(text.as_bytes());
    let error = refused("populations_2023.csv.gz", whole[..whole.len() / 2].to_vec());
    assert!(matches!(error, ReadError::Truncated { cut: Cut::Archive, .. }), "{error}");
    says(&error, &["« populations_2023.csv »", "incomplet", "Rien n’a été enregistré"]);

    let whole = zip(&[("donnees_communes_2023.csv", text.as_bytes())]);
    let error = refused("ensemble.zip", whole[..whole.len() / 2].to_vec());
    assert!(matches!(error, ReadError::Truncated { cut: Cut::Archive, .. }), "{error}");
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 40].fill(0);
    let error = refused("ensemble.zip", damaged);
    assert!(matches!(error, ReadError::Truncated { cut: Cut::Archive, .. }), "{error}");
}

#[test]
fn a_text_cut_in_the_middle_of_a_line_is_refused_whole() {
    let cut = &COMMUNES[..COMMUNES.len() - 30];
    let error = refused("v_commune_2026.csv", cut);
    assert!(matches!(error, ReadError::Truncated { cut: Cut::LastLine { line: 7 }, .. }), "{error}");
    says(&error, &["semble coupé", "ligne (7)", "Rien n’a été enregistré"]);
}

#[test]
fn codes_in_scientific_notation_are_refused_with_their_line() {
    let damaged = IRIS.replace("950010102;", "9,5001E+8;");
    let error = refused("base-ic.csv", damaged);
    assert!(matches!(error, ReadError::DamagedBySpreadsheet { line: 3, .. }), "{error}");
    says(&error, &["tableur", "ligne 3", "9,5001E+8", "sans l’ouvrir"]);
    let register = "structureet;650000045;CH;2,665E+13;3\nstructureet;650000052;CH;2,665E+13;3\n";
    says(&refused("finess.csv", register), &["2,665E+13"]);
}

#[test]
fn names_that_lost_their_accents_are_refused() {
    let error = refused("v_commune_2026.csv", COMMUNES.replace('É', "Ã©"));
    assert!(matches!(error, ReadError::WrongEncoding { line: 3, .. }), "{error}");
    says(&error, &["accents", "ligne 3", "UTF-8"]);
    let error = refused("v_commune_2026.csv", COMMUNES.replace('è', "\u{fffd}"));
    assert!(matches!(error, ReadError::WrongEncoding { line: 4, .. }), "{error}");
    let mut utf16 = b"\xff\xfe".to_vec();
    utf16.extend("COM;PMUN\n".encode_utf16().flat_map(u16::to_le_bytes));
    says(&refused("populations.csv", utf16), &["UTF-16", "CSV UTF-8"]);
}

#[test]
fn an_unknown_table_is_refused_with_its_columns_and_what_is_read() {
    let error = refused("cedex.csv", "cedex;libelle;insee\n87015;LIMOGES CEDEX 1;87085\n");
    assert!(matches!(error, ReadError::UnknownKind { .. }), "{error}");
    says(&error, &["cedex, libelle, insee", "populations de référence", "âges par IRIS"]);
    says(&refused("notes.txt", "Bonjour\nceci est une lettre\n"), &["n’est pas un fichier connu"]);
    says(&refused("x.json", "{\"a\": 1}"), &["n’est pas un fichier connu"]);
}

#[test]
fn a_known_kind_without_a_column_it_needs_is_refused() {
    let error = refused("v_mvt.csv", "MOD,DATE_EFF,COM_AV,COM_AP\n32,2019-01-01,95001,95002\n");
    assert!(matches!(error, ReadError::MissingColumn { .. }), "{error}");
    says(&error, &["mouvements de communes", "typecom_av"]);
}

#[test]
fn a_header_alone_is_refused() {
    let header = POPULATIONS.lines().next().unwrap();
    let error = refused("populations_2023.csv", format!("{header}\n"));
    assert!(matches!(error, ReadError::NoUsableRow { .. }), "{error}");
    says(&error, &["Aucune ligne"]);
}

#[test]
fn a_file_with_too_many_bad_rows_is_refused_whole() {
    let mut text = POPULATIONS.to_owned();
    for n in 0..4 {
        text += &format!("11;x;95;1;01;1;ABCDE;Nulle part {n};12;0;12\r\n");
    }
    let error = refused("populations_2023.csv", text);
    assert!(matches!(error, ReadError::TooManyRejected { read: 8, rejected: 4, .. }), "{error}");
    says(&error, &["4 lignes sur 8", "ligne 6", "ABCDE", "Rien n’a été enregistré"]);
}

#[test]
fn a_file_without_a_year_asks_for_one() {
    let error = refused("donnees_communes.csv", POPULATIONS);
    assert!(matches!(error, ReadError::NoVintage { .. }), "{error}");
    says(&error, &["L’année", "--millesime 2023"]);
}

#[test]
fn a_grid_in_three_levels_does_not_pass_for_the_one_in_seven() {
    let rows: String = (1..=6).map(|n| format!("9500{n};x;2;Urbain intermédiaire\n")).collect();
    let error = refused("grille_2024.csv", format!("CODGEO;LIBGEO;DENS;LIBDENS\n{rows}"));
    assert!(matches!(error, ReadError::NoUsableRow { .. }), "{error}");
}

#[test]
fn a_broken_workbook_is_refused() {
    let error = refused("apl.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and nothing of a workbook".to_vec());
    assert!(matches!(error, ReadError::Workbook { .. }), "{error}");
    says(&error, &["classeur", "mot de passe"]);
}

#[test]
fn a_missing_file_and_a_folder_get_their_sentences() {
    let read_path = |path: &str| read(Input::path(path), &Context::default(), &mut Silent).unwrap_err();
    says(&read_path("/nowhere/v_commune_2026.csv"), &["« v_commune_2026.csv » n’existe pas"]);
    says(&read_path(env!("CARGO_MANIFEST_DIR")), &["dossier"]);
}

#[test]
fn every_other_error_has_its_sentence_too() {
    let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    says(&ReadError::Io { name: "a.csv".into(), error: denied }, &["droit de lire"]);
    let other = std::io::Error::other("disk");
    says(&ReadError::Io { name: "a.csv".into(), error: other }, &["a.csv", "disk"]);
    says(&ReadError::TooLarge { name: "a.gpkg".into() }, &["2 Go", "par département"]);
    let detail = "Le contour de 95001 est ouvert.".to_owned();
    says(&ReadError::Geometry { name: "a.gpkg".into(), detail }, &["a.gpkg", "95001"]);
}

#[test]
fn latin_1_is_not_a_reason_to_refuse() {
    assert!(support::read_text("v_commune_2026.csv", latin1(COMMUNES)).is_ok());
}
