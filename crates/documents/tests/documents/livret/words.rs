use documents::diagnostic_words as words;
use domain::diagnostic::{Etat, Unite};

use crate::diagnostics;

#[test]
fn a_passport_tells_everything_but_who_wrote() {
    let diagnostic = diagnostics::whole();
    let read = diagnostic.indicator("sans_mt").unwrap();
    let lines = words::passport(&read.territoire, read.indicateur.unit, &diagnostic.sources);
    let labels: Vec<&str> = lines.iter().map(|line| line.label).collect();
    assert_eq!(
        labels,
        [
            "État",
            "Millésime",
            "Périmètre",
            "Calcul",
            "Numérateur et dénominateur",
            "Valeur saisie",
            "Valeur saisie"
        ]
    );
    assert!(lines.iter().all(|line| !line.text.contains("identifiant-qui-ne-sort-pas")));
    assert!(lines[6].text.ends_with("Un document est joint. Valeur non retenue."));
}

#[test]
fn a_hidden_figure_is_told_by_no_format() {
    let mut diagnostic = diagnostics::whole();
    let read = &mut diagnostic.families[1].indicators[0];
    let own = &mut read.territoire;
    own.state = Etat::Hidden;
    (own.value, own.numerator, own.denominator) = (Some(61.777), Some(4321.0), Some(55_561.0));
    own.passport.records[0].value = Some(61.777);
    read.comparisons.iter_mut().for_each(|other| other.difference = None);
    diagnostic.families[0].indicators[1].places[1].value = Some(8765.4);
    let texts = [
        String::from_utf8(documents::livret_csv(&diagnostic)).unwrap(),
        String::from_utf8(documents::livret_json(&diagnostic).unwrap()).unwrap(),
        documents::livret_html(&diagnostic),
        documents::livret_text(&diagnostic),
        super::part(&diagnostic, "word/document.xml"),
        format!("{:?}", super::sheet(&diagnostic, "Chiffres")),
        format!("{:?}", super::sheet(&diagnostic, "Par commune")),
        format!("{:?}", super::sheet(&diagnostic, "Sources et passeports")),
    ];
    let told =
        ["61.777", "61,78", "61,8", "4321", "4\u{202f}321", "55\u{202f}561", "55561", "8765", "8\u{202f}765"];
    for text in texts {
        for told in told {
            assert!(!text.contains(told), "{told}");
        }
    }
}

#[test]
fn a_label_says_its_unit() {
    let diagnostic = diagnostics::whole();
    let label = |code: &str| words::labelled(&diagnostic.indicator(code).unwrap().indicateur);
    assert_eq!(label("sans_mt"), "Patients sans médecin traitant, en\u{a0}%");
    assert_eq!(label("population"), "Habitants");
    assert_eq!(words::unit(Unite::ParDixMille), "pour 10\u{202f}000\u{a0}habitants");
}
