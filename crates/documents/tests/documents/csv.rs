use crate::support;

fn text(fiche: &domain::territoire::Fiche) -> String {
    String::from_utf8(documents::fiche_csv(fiche)).unwrap()
}

#[test]
fn french_excel_recognises_the_file() {
    let bytes = documents::fiche_csv(&support::whole());
    assert_eq!(&bytes[..3], [0xef, 0xbb, 0xbf]);
    let text = text(&support::whole());
    assert!(text.ends_with("\r\n"));
    assert_eq!(text.matches('\n').count(), text.matches("\r\n").count());
    for line in text.lines() {
        assert_eq!(line.matches(';').count(), 14, "{line}");
    }
}

#[test]
fn a_commune_taken_in_part_is_listed_by_iris() {
    let text = text(&support::whole());
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 1 + 11 + 5);
    assert_eq!(
        lines[0],
        "\u{feff}Territoire;Variante;Code commune;Commune;Code IRIS;IRIS;Codes postaux;Code département;Département;SIREN EPCI;EPCI;Part retenue;Habitants;État du chiffre;Source"
    );
    assert_eq!(
        lines[1],
        "Vallée de la Fausse;Avec le port;00001;Valfictif;000010101;Centre;00100 00110 00120;00;Basse-Fiction;200000001;Communauté de communes de la Fausse et du Mirage;5 IRIS sur 20;2104,6;complet;INSEE fictif, Population par IRIS, 2022 (données fictives)"
    );
    assert_eq!(
        lines[6],
        "Vallée de la Fausse;Avec le port;00002;Boisclair-sur-Fausse;;;00110;00;Basse-Fiction;200000001;Communauté de communes de la Fausse et du Mirage;entière;2011;complet;INSEE fictif, Populations de référence, 2023 (données fictives)"
    );
}

#[test]
fn a_missing_figure_is_empty_and_says_so_and_an_estimate_is_marked() {
    let text = text(&support::gaps());
    let line = |code: &str| text.lines().find(|line| line.contains(code)).unwrap().to_owned();
    assert!(line("00003;").contains(";entière;;non disponible;"));
    assert!(line("00004;").contains(";3633;estimé;"));
}
