//! Small invented files of every kind, in the layouts that are met.

mod support;

use opendata::{Context, Encoding, Input, KnownCommunes, Progress, Reason, Silent, Skip, Warning, read};
use support::{COMMUNES, IRIS, POPULATIONS, gzip, latin1, one, read_text, zip};
use territory::layers::{AgeBand, AgeColumn, Sex};
use territory::{CommuneCode, DepartementCode, Kind, Layer, Vintage};

#[test]
fn latin_1_utf_8_marks_and_line_breaks_give_the_same_communes() {
    let expected = one("v_commune_2026.csv", COMMUNES);
    let Layer::Communes(communes) = &expected.layer else { panic!() };
    assert_eq!(communes.len(), 5);
    assert_eq!(communes[1].name, "L'Étang");
    assert_eq!(communes[1].region.unwrap().as_str(), "11");
    assert_eq!(expected.report.encoding, Some(Encoding::Utf8));
    assert_eq!(expected.report.separator, Some(','));
    assert_eq!(expected.report.rows_skipped(), 1);

    let with_latin1 = one("v_commune_2026.csv", latin1(COMMUNES));
    assert_eq!(with_latin1.layer, expected.layer);
    assert_eq!(with_latin1.report.encoding, Some(Encoding::Windows1252));
    for text in [
        format!("\u{feff}{COMMUNES}"),
        COMMUNES.replace("\r\n", "\n"),
        COMMUNES.replace(',', ";"),
        COMMUNES.replace(',', "\t"),
        COMMUNES.replace("\r\n", ",\r\n"),
        COMMUNES.replace("Montaval,Montaval", "\"Montaval\",\"Montaval\""),
    ] {
        assert_eq!(one("v_commune_2026.csv", text.clone()).layer, expected.layer, "{text}");
    }
}

#[test]
fn gzip_and_zip_are_read_as_they_are() {
    let plain = one("v_commune_2026.csv", COMMUNES);
    assert_eq!(one("v_commune_2026.csv.gz", gzip(COMMUNES.as_bytes())), plain);
    let archive = zip(&[
        ("cog/v_commune_2026.csv", COMMUNES.as_bytes()),
        ("cog/meta_v_commune_2026.csv", b"COD_VAR;LIB_VAR\n"),
        ("lisez-moi.pdf", b"%PDF-1.7"),
        (
            "cog/v_region_2026.csv",
            b"REG,CHEFLIEU,TNCC,NCC,NCCENR,LIBELLE\n76,31555,1,OCCITANIE,Occitanie,Occitanie\n",
        ),
        ("cog/v_canton_2026.csv", b"CAN,DEP,REG,BURCENTRAL,LIBELLE\n6601,66,76,66008,x\n"),
    ]);
    let readings = read_text("cog_ensemble_2026_csv.zip", archive).unwrap();
    let kinds: Vec<_> = readings.iter().map(|reading| reading.layer.kind()).collect();
    assert_eq!(kinds, [Kind::Communes, Kind::Regions]);
    assert_eq!(readings[0].layer, plain.layer);
    let ignored = Warning::MemberIgnored { name: "v_canton_2026.csv".into() };
    assert_eq!(readings[0].report.warnings, [ignored]);
}

#[test]
fn the_list_of_2018_with_its_tabs_and_articles_is_read() {
    let old = "CDC\tCHEFLIEU\tREG\tDEP\tCOM\tAR\tCT\tTNCC\tARTMAJ\tNCC\tARTMIN\tNCCENR\n\
               0\t0\t76\t66\t195\t2\t15\t2\t(LE)\tSOLER\t(Le)\tSoler\n\
               0\t0\t84\t01\t001\t2\t08\t5\t(L')\tABERGEMENT\t(L')\tAbergement\n\
               0\t0\t76\t66\t49\t1\t17\t0\t\tCERET\t\tCéret\n";
    let reading = one("comsimp2018.txt", latin1(old));
    let Layer::Communes(communes) = &reading.layer else { panic!() };
    let found: Vec<_> = communes.iter().map(|c| (c.code.as_str().to_owned(), c.name.as_str())).collect();
    let expected = [("66195", "Le Soler"), ("01001", "L'Abergement"), ("66049", "Céret")];
    assert_eq!(found, expected.map(|(code, name)| (code.to_owned(), name)));
    assert_eq!(reading.passport.vintage.year, 2018);
}

#[test]
fn movements_take_their_year_from_their_last_event() {
    let text = "MOD,DATE_EFF,TYPECOM_AV,COM_AV,LIBELLE_AV,TYPECOM_AP,COM_AP,LIBELLE_AP\n\
                32,2025-01-01,COM,95004,Vieux-Cèdres,COM,95003,Les Cèdres\n\
                32,2025-01-01,COM,95004,Vieux-Cèdres,COMD,95004,Vieux-Cèdres\n\
                21,2024-01-01,COM,95001,Aigrefont,COM,95006,Saint-Oulph\n";
    let reading = one("mouvements.csv", text);
    let Layer::Movements(movements) = &reading.layer else { panic!() };
    assert_eq!(movements.len(), 2);
    assert_eq!((movements[0].effective, movements[0].event), (20_250_101, 32));
    assert_eq!(reading.passport.vintage.year, 2025);
    assert_eq!(reading.report.skipped[0].why, Skip::OtherMovement);
}

#[test]
fn populations_are_read_in_their_three_layouts() {
    let reading = one("pop2023.csv", POPULATIONS);
    assert_eq!((reading.passport.vintage.year, reading.passport.geography), (2023, 2025));
    let municipal = |layer: &Layer| {
        let Layer::Populations(rows) = layer else { panic!() };
        rows.iter().map(|row| (row.code.to_string(), row.municipal, row.total)).collect::<Vec<_>>()
    };
    assert_eq!(municipal(&reading.layer)[0], ("95001".into(), 1200, Some(1216)));
    let short = "REG;DEP;COM;PMUN;PCAP;PTOT\n11;95;95001;1 200;16;1\u{a0}216\n1;1;1001;779;19;798\n";
    let reading = one("pop_2019.csv", short);
    assert_eq!(
        municipal(&reading.layer),
        [("95001".into(), 1200, Some(1216)), ("01001".into(), 779, Some(798))]
    );
    assert!(reading.report.warnings.contains(&Warning::CodesPadded { codes: 1 }));
    let mayotte = "CODREG;REG;DEP;CODARR;CODCAN;CODCOM;COM;PMUN;PCAP;PTOT\n06;Mayotte;976;1;01;601;Acoua;5192;10;5202\n";
    let reading = one("mayotte_2017.csv", mayotte);
    assert_eq!(municipal(&reading.layer), [("97601".into(), 5192, Some(5202))]);
}

#[test]
fn the_archive_of_populations_gives_those_of_communes_only() {
    let archive = zip(&[
        ("donnees_communes_2023.csv", POPULATIONS.as_bytes()),
        (
            "donnees_cantons_2023.csv",
            b"REG;DEP;CODCAN;Canton;NBCOM;PMUN;PCAP;PTOT\n11;95;9501;x;5;4000;28;4028\n",
        ),
        (
            "donnees_departements_2023.csv",
            b"REG;DEP;Departement;NBCOM;PMUN;PCAP;PTOT\n11;95;x;5;4000;28;4028\n",
        ),
    ]);
    let readings = read_text("ensemble.zip", archive).unwrap();
    assert_eq!(readings.len(), 1);
    assert_eq!(readings[0].layer.len(), 4);
    assert_eq!(readings[0].report.warnings.len(), 2);
}

#[test]
fn ages_by_iris_keep_their_decimals_and_what_is_missing() {
    let reading = one("base-ic-evol-struct-pop-2022.CSV", IRIS);
    let Layer::IrisAges(ages) = &reading.layer else { panic!() };
    assert_eq!(reading.passport.vintage, Vintage { year: 2022, label: "RP 2022".into() });
    let men = AgeColumn { band: AgeBand::new(0, 14), sex: Sex::Men };
    assert_eq!(ages.bands.len(), 5);
    assert_eq!(ages.bands[3], men);
    assert_eq!(ages.rows[0].population, Some(700.5));
    assert_eq!(ages.rows[0].values, [Some(100.25), Some(400.25), Some(200.0), Some(50.0), Some(50.25)]);
    // Missing is not zero.
    assert_eq!(ages.rows[2].values[0], None);
    assert_eq!(ages.rows[2].code.commune().as_str(), "95002");
}

#[test]
fn ages_by_commune_keep_the_most_recent_census_of_the_file() {
    let text =
        "CODGEO;P22_POP;P16_POP;P22_POP0014;P22_POP90P;P16_POP0014;P22_H90P\n95001;1200;1100;200;12;190;NS\n";
    let reading = one("base-cc-evol-struct-pop-2022.csv", text);
    let Layer::CommuneAges(ages) = &reading.layer else { panic!() };
    assert_eq!(ages.rows[0].population, Some(1200.0));
    assert_eq!(ages.rows[0].values, [Some(200.0), Some(12.0), None]);
    assert_eq!(reading.passport.geography, 2024);
}

#[test]
fn shares_by_age_become_counts_and_say_so() {
    let text = "code_insee;pop_municipale_2021;pct_0_14;pct_75_plus\n95001;1000;19,1;8.8\n95002;200;;10\n";
    let reading = one("ages.csv", text);
    let Layer::CommuneAges(ages) = &reading.layer else { panic!() };
    assert_eq!(ages.rows[0].values, [Some(191.0), Some(88.0)]);
    assert_eq!(ages.rows[1].values, [None, Some(20.0)]);
    assert!(reading.passport.estimated.unwrap().contains("pourcentages arrondis"));
}

#[test]
fn postcodes_are_read_in_their_three_layouts() {
    let rows =
        "95001;AIGREFONT;95300;AIGREFONT;\n95001;AIGREFONT;95300;AIGREFONT;LE HAMEAU\n1002;X;1640;X;\n";
    let layouts = [
        format!("#Code_commune_INSEE;Nom_de_la_commune;Code_postal;Libellé_d_acheminement;Ligne_5\n{rows}"),
        format!("Code_commune_INSEE;Nom_commune;Code_postal;Libell_d_acheminement;coordonnees_gps\n{rows}"),
        format!(
            "code_commune_INSEE;nom;code_postal;libelle_acheminement;ligne_5;latitude;longitude\n{}",
            rows.replace('\n', ";1;2\n")
        ),
    ];
    for text in layouts {
        let reading = one("hexasmal_2024.csv", latin1(&text));
        let Layer::Postcodes(postcodes) = &reading.layer else { panic!() };
        let pairs: Vec<_> =
            postcodes.iter().map(|row| (row.postcode.as_str(), row.commune.to_string())).collect();
        assert_eq!(pairs, [("95300", "95001".into()), ("01640", "01002".into())], "{text}");
        assert_eq!(reading.report.rows_skipped(), 1);
    }
}

#[test]
fn perimeters_of_cpts_are_grouped_and_mix_communes_and_iris() {
    let text = "CPTS;FINESS;code INSEE\nVal Clair;950099999;95001\nVal Clair;950099999;950020101\n\
                Mont Vert;;95003\nVal Clair;950099999;95001\nMont Vert;;1001\nMont Vert;;950050000\n";
    let reading = one("cpts_2025.csv", text);
    let Layer::CptsPerimeters(found) = &reading.layer else { panic!() };
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].finess.as_deref(), Some("950099999"));
    let units = |rank: usize| found[rank].units.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(units(0), ["95001", "950020101"]);
    // The IRIS of an undivided commune is that commune.
    assert_eq!(units(1), ["95003", "01001", "95005"]);
}

#[test]
fn workbooks_are_read_under_their_titles_one_sheet_a_year() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for year in ["APL 2023", "APL 2024"] {
        let sheet = workbook.add_worksheet().set_name(year).unwrap();
        sheet.write(0, 0, "Indicateur d'accessibilité potentielle localisée").unwrap();
        let titles = [
            "Code commune INSEE",
            "Commune",
            "APL aux médecins généralistes",
            "APL aux médecins généralistes de 62 ans ou moins",
            "Population standardisée 2022 pour la médecine générale",
            "Population totale 2022",
        ];
        for (column, title) in titles.iter().enumerate() {
            sheet.write(8, column as u16, *title).unwrap();
        }
        sheet.write(9, 2, "En nombre de consultations").unwrap();
        sheet.write(10, 0, "95001").unwrap();
        sheet.write(10, 2, 2.5).unwrap();
        sheet.write(10, 3, "NS").unwrap();
        sheet.write(10, 4, 1234.5).unwrap();
        sheet.write(11, 0, 1001).unwrap();
        sheet.write(11, 2, 3).unwrap();
    }
    let readings = read_text("apl.xlsx", workbook.save_to_buffer().unwrap()).unwrap();
    let years: Vec<_> = readings.iter().map(|reading| reading.passport.vintage.year).collect();
    assert_eq!(years, [2023, 2024]);
    let Layer::Apl(rows) = &readings[1].layer else { panic!() };
    assert_eq!(rows[0].apl, Some(2.5));
    assert_eq!(rows[0].apl_up_to_age, [(62, None)]);
    assert_eq!(rows[0].population, None);
    assert_eq!(rows[1].code.as_str(), "01001");
    assert_eq!(readings[1].report.skipped[0].why, Skip::NoCode);
}

#[test]
fn the_grid_of_density_is_read_by_number_or_by_label() {
    let text = "CODGEO;LIBGEO;DENS;LIBDENS;PMUN21\n95001;Aigrefont;5;Bourgs ruraux;1200\n";
    let by_number = one("grille.csv", text);
    assert_eq!(by_number.passport.vintage.year, 2021);
    let by_label = one("grille_densite_7_niveaux_detaille_2024.csv", "depcom;libdens\n95001;Bourgs ruraux\n");
    assert_eq!(by_label.layer, by_number.layer);
    let Layer::Density(rows) = &by_number.layer else { panic!() };
    assert_eq!(rows[0].level, 5);
}

#[test]
fn a_bad_row_is_reported_and_the_others_are_kept() {
    let text = POPULATIONS.replace("95002;L'Étang;300", "95002;L'Étang;trois cents")
        + "11;x;95;1;01;5;95005;Montaval;2446;10;2456\r\n";
    let reading = one("pop2023.csv", text);
    let report = &reading.report;
    assert_eq!((report.rows_read, report.rows_kept, report.rejected), (5, 3, 2));
    assert_eq!(report.first_rejections[0].line, 3);
    assert!(
        matches!(&report.first_rejections[0].reason, Reason::Number { found, .. } if found == "trois cents")
    );
    assert_eq!(report.first_rejections[1].reason, Reason::Duplicate { code: "95005".into() });
    let sentences = report.sentences().join("\n");
    assert!(sentences.contains("Lignes lues : 5. Gardées : 3. Écartées : 0. Refusées : 2."), "{sentences}");
    assert!(sentences.contains("ligne 3, « trois cents » n’est pas un nombre possible"), "{sentences}");
}

#[test]
fn only_the_first_ten_rejections_are_listed() {
    let good: String = (0..60).map(|n| format!("11;95;{};10;0;10\n", 95_100 + n)).collect();
    let bad = "11;95;XXXXX;10;0;10\n".repeat(12);
    let reading = one("pop_2023.csv", format!("REG;DEP;COM;PMUN;PCAP;PTOT\n{good}{bad}"));
    assert_eq!((reading.report.rejected, reading.report.first_rejections.len()), (12, 10));
}

struct Known;

impl KnownCommunes for Known {
    fn exists(&self, code: CommuneCode, geography: i16) -> bool {
        assert_eq!(geography, 2025);
        code.as_str() != "95003"
    }
    fn legal_population(&self, departement: DepartementCode, year: i16) -> Option<u64> {
        (departement.as_str() == "95" && year == 2023).then_some(4_010)
    }
}

#[test]
fn codes_and_totals_are_checked_against_what_is_known() {
    let context = Context { known: Some(&Known), ..Context::default() };
    let readings = read(Input::bytes("pop2023.csv", POPULATIONS), &context, &mut Silent).unwrap();
    let report = &readings[0].report;
    let codes = report.codes.as_ref().unwrap();
    assert_eq!(
        (codes.matched, codes.unmatched, codes.unmatched_codes.as_slice()),
        (3, 1, &["95003".to_owned()][..])
    );
    let population = report.population.as_ref().unwrap();
    assert_eq!((population.found, population.expected, population.within), (4_000.0, 4_010, true));
    let doubled = POPULATIONS.replace(";2446;", ";2546;");
    let readings = read(Input::bytes("pop2023.csv", doubled), &context, &mut Silent).unwrap();
    let report = &readings[0].report;
    assert!(!report.population.as_ref().unwrap().within);
    assert!(report.sentences().iter().any(|sentence| sentence.contains("dépasse 0,5 %")));
    assert_eq!(report.departements, ["95".parse::<DepartementCode>().unwrap()]);
}

#[test]
fn a_stated_year_wins_and_a_difference_is_told() {
    let context = Context { vintage: Some(Vintage::year(2021)), ..Context::default() };
    let readings = read(Input::bytes("donnees_communes.csv", POPULATIONS), &context, &mut Silent).unwrap();
    assert_eq!(readings[0].passport.vintage.year, 2021);
    assert!(readings[0].report.warnings.is_empty());
    let readings = read(Input::bytes("pop2023.csv", POPULATIONS), &context, &mut Silent).unwrap();
    assert_eq!(readings[0].report.warnings, [Warning::VintageDiffers { stated: 2021, found: 2023 }]);
}

#[test]
fn an_invented_territory_never_cites_a_producer() {
    let context = Context { fictitious: true, ..Context::default() };
    let readings = read(Input::bytes("v_commune_2026.csv", COMMUNES), &context, &mut Silent).unwrap();
    let passport = &readings[0].passport;
    assert!(passport.fictitious);
    assert!(!passport.citation().contains("INSEE"), "{}", passport.citation());
}

#[test]
fn the_same_file_twice_gives_the_same_reading() {
    assert_eq!(one("base-ic-2022.csv", IRIS), one("base-ic-2022.csv", IRIS));
}

#[test]
fn progress_is_told_to_the_last_byte() {
    #[derive(Default)]
    struct Told {
        total: Option<u64>,
        read: u64,
        finished: u32,
    }
    impl Progress for Told {
        fn start(&mut self, what: &str, total_bytes: Option<u64>) {
            assert_eq!(what, "v_commune_2026.csv");
            self.total = total_bytes;
        }
        fn advance(&mut self, bytes: u64) {
            self.read += bytes;
        }
        fn finish(&mut self) {
            self.finished += 1;
        }
    }
    for content in [COMMUNES.as_bytes().to_vec(), gzip(COMMUNES.as_bytes())] {
        let mut told = Told::default();
        let size = content.len() as u64;
        read(Input::bytes("v_commune_2026.csv", content), &Context::default(), &mut told).unwrap();
        assert_eq!((told.total, told.read, told.finished), (Some(size), size, 1));
    }
}

#[test]
fn a_last_line_without_its_break_is_kept_and_told() {
    let reading = one("pop2023.csv", POPULATIONS.trim_end());
    assert_eq!(reading.layer.len(), 4);
    assert_eq!(reading.report.warnings, [Warning::NoFinalLineBreak]);
}
