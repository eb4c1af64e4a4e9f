use crate::support;

#[test]
fn the_terminal_shows_the_figures_aligned() {
    let text = documents::fiche_text(&support::whole());
    assert!(text.starts_with("Vallée de la Fausse\n===================\nCPTS de la Fausse\n"));
    assert!(text.contains("*** Territoire fictif. Ces communes"));
    assert!(text.contains("Habitants                    47\u{202f}366  Année 2023. Sources 1 et 2\n"));
    assert!(text.contains("Classe de taille                 T2  Taille 2\u{a0}: de 40\u{202f}000"));
    let starts: Vec<usize> = text
        .lines()
        .filter(|line| line.contains("entière"))
        .map(|line| line.split("entière").next().unwrap().chars().count())
        .collect();
    assert_eq!(starts.len(), 11);
    assert!(starts.iter().all(|start| *start == starts[0]), "{starts:?}");
}

#[test]
fn no_line_ends_with_a_space() {
    for fiche in [support::whole(), support::gaps(), support::empty(), support::long()] {
        for line in documents::fiche_text(&fiche).lines() {
            assert!(!line.ends_with(' '), "{line:?}");
        }
    }
}

#[test]
fn a_partial_figure_is_said_partial_and_a_missing_one_is_never_zero() {
    let text = documents::fiche_text(&support::gaps());
    assert!(text.contains("Années mêlées\u{a0}: 2021 et 2023. Chiffre partiel"));
    assert!(text.contains("au moins T2"));
    assert!(text.replace('\n', " ").contains("La population est partielle\u{a0}: T2 est un minimum."));
    let surface = text.lines().find(|line| line.starts_with("Surface")).unwrap();
    assert!(surface.contains("non disponible"), "{surface}");
    assert!(!text.contains("Territoire fictif"));
    let empty = documents::fiche_text(&support::empty());
    assert!(empty.contains("Classe de taille\u{a0}: non disponible."));
    assert!(empty.contains("Âges inconnus"));
}

#[test]
fn an_undecided_population_gives_the_reason_of_the_choice() {
    let text = documents::fiche_text(&support::undecided());
    assert!(text.replace('\n', " ").contains("Demandez confirmation à votre CPAM."));
}
