use jiff::civil::date;

use super::*;
use crate::dossier::lettre::{Colonne, Contenu, Fait, Source, Tableau};

fn champ(cle: &str, contenu: Vec<Contenu>) -> Champ {
    Champ { cle: cle.into(), titre: format!("Titre de {cle}"), contenu, explication: None }
}

fn texte(cle: &str, text: &str) -> Champ {
    champ(cle, vec![Contenu::paragraphe(text)])
}

fn lettre(champs: Vec<Champ>) -> Redigee {
    Redigee {
        modele: "occitanie".into(),
        modele_nom: "Trame d'essai".into(),
        nature: "Lettre d'intention".into(),
        titre: "CPTS de l'Exemple".into(),
        cpts: "CPTS de l'Exemple".into(),
        jour: date(2026, 11, 22),
        redigee_le: None,
        fictif: true,
        parties: vec![Partie { cle: "p1".into(), titre: "Première".into(), champs }],
        sources: vec![],
    }
}

fn source(millesime: &str) -> Source {
    Source {
        citation: "Insee, populations".into(),
        millesime: millesime.into(),
        perimetre: "11 communes".into(),
        unite: "habitants".into(),
        masque: None,
    }
}

fn tableau(lignes: &[&[&str]]) -> Tableau {
    Tableau {
        titre: "Communes".into(),
        colonnes: ["Commune", "Code"].map(|titre| Colonne { titre: titre.into(), nombre: false }).to_vec(),
        lignes: lignes.iter().map(|line| line.iter().map(|cell| (*cell).into()).collect()).collect(),
        total: false,
        sources: vec![],
    }
}

/// `[-removed-]{+added+}` as a person would write it down.
fn marked(words: &[Mot]) -> String {
    let one = |word: &Mot| match word.etat {
        Etat::Ajoute => format!("{{+{}+}}", word.texte),
        Etat::Retire => format!("[-{}-]", word.texte),
        _ => word.texte.clone(),
    };
    words.iter().map(one).collect()
}

fn read(champ: &ChampDifference) -> Vec<String> {
    let rows = |tableau: &TableauDifference| {
        let cells = |row: &LigneDifference| {
            row.cellules.iter().map(|cell| marked(cell)).collect::<Vec<_>>().join(" | ")
        };
        tableau.lignes.iter().map(cells).collect::<Vec<_>>().join(" / ")
    };
    let one = |piece: &Morceau| match piece {
        Morceau::Texte { mots, .. } => marked(mots),
        Morceau::Tableau(tableau) => rows(tableau),
        Morceau::Dessin { etat } => format!("{etat:?}"),
    };
    champ.morceaux.iter().map(one).collect()
}

fn compare(before: Vec<Champ>, after: Vec<Champ>) -> Difference {
    Difference::of(&lettre(before), &lettre(after))
}

#[test]
fn the_same_letter_has_no_difference() {
    let champs =
        || vec![texte("a", "Un.\nDeux."), champ("b", vec![Contenu::Tableau(tableau(&[&["x", "1"]]))])];
    let same = compare(champs(), champs());
    assert!(same.is_empty() && same.changed().count() == 0);
    assert_eq!(same.champs.len(), 2);
}

#[test]
fn words_are_marked_inside_the_paragraph_that_changed_and_only_there() {
    let before = "La CPTS réunit 12 communes.\nElle est née en 2021.\nTrois groupes travaillent.";
    let after = "La CPTS réunit 14 communes et un quartier.\nElle est née en 2021.\nQui prend part aux soins non programmés ?";
    let found = compare(vec![texte("a", before)], vec![texte("a", after)]);
    assert_eq!(
        read(&found.champs[0]),
        [
            "La CPTS réunit [-12-]{+14+} communes{+ et un quartier+}.",
            "Elle est née en 2021.",
            "[-Trois groupes travaillent.-]",
            "{+Qui prend part aux soins non programmés ?+}",
        ]
    );
    assert_eq!(found.champs[0].etat, Etat::Change);
}

#[test]
fn words_that_were_replaced_together_are_marked_together() {
    let found = compare(
        vec![texte("a", "Le groupe se réunit chaque lundi soir à la mairie de Valfictif.")],
        vec![texte("a", "Le groupe se réunit chaque premier jeudi à la mairie de Valfictif.")],
    );
    assert_eq!(
        read(&found.champs[0]),
        ["Le groupe se réunit chaque [-lundi soir-]{+premier jeudi+} à la mairie de Valfictif."]
    );
}

#[test]
fn a_number_is_marked_whole() {
    let words =
        mots::compared("Population : 47\u{202f}617 habitants", "Population : 47\u{202f}366 habitants");
    assert_eq!(marked(&words), "Population : [-47\u{202f}617-]{+47\u{202f}366+} habitants");
}

#[test]
fn both_texts_can_be_read_again_from_the_marks() {
    let (before, after) =
        ("L'aide, « ici », à 47\u{a0}617 habitants…", "Une aide ici, à 48\u{a0}001 habitants !");
    let words = mots::compared(before, after);
    let without = |state: Etat| {
        words.iter().filter(|word| word.etat != state).map(|word| word.texte.as_str()).collect::<String>()
    };
    assert_eq!((without(Etat::Ajoute).as_str(), without(Etat::Retire).as_str()), (before, after));
}

#[test]
fn fields_come_go_and_move_without_being_told_as_changed() {
    let found = compare(
        vec![texte("a", "un"), texte("b", "deux"), texte("c", "trois"), texte("d", "quatre")],
        vec![texte("d", "quatre"), texte("a", "un"), texte("c", "trois"), texte("e", "cinq")],
    );
    let told: Vec<(&str, Etat, bool)> =
        found.champs.iter().map(|one| (one.cle.as_str(), one.etat, one.deplace)).collect();
    assert_eq!(
        told,
        [
            ("d", Etat::Inchange, true),
            ("a", Etat::Inchange, false),
            ("b", Etat::Retire, false),
            ("c", Etat::Inchange, false),
            ("e", Etat::Ajoute, false),
        ]
    );
    assert_eq!(read(&found.champs[2]), ["[-deux-]"]);
}

#[test]
fn a_field_that_goes_to_another_part_moved() {
    let before = lettre(vec![texte("a", "un")]);
    let mut after = before.clone();
    after.parties[0].cle = "p2".into();
    let found = Difference::of(&before, &after);
    assert!(found.champs[0].deplace && found.champs[0].etat == Etat::Inchange && !found.is_empty());
}

#[test]
fn rows_are_matched_by_name_and_their_cells_compared() {
    let rows = |lignes: &[&[&str]]| vec![champ("a", vec![Contenu::Tableau(tableau(lignes))])];
    let found = compare(
        rows(&[&["Valfictif", "00001"], &["Mirevent", "00008"], &["Çà-et-Là", "00006"]]),
        rows(&[&["Valfictif", "00001"], &["Çà-et-Là", "00066"], &["Œuvremont", "00005"]]),
    );
    assert_eq!(
        read(&found.champs[0]),
        [
            "Valfictif | 00001 / [-Mirevent-] | [-00008-] / Çà-et-Là | [-00006-]{+00066+} / {+Œuvremont+} | {+00005+}"
        ]
    );
    let Morceau::Tableau(own) = &found.champs[0].morceaux[0] else { panic!("not a table") };
    let states: Vec<Etat> = own.lignes.iter().map(|row| row.etat).collect();
    assert_eq!(states, [Etat::Inchange, Etat::Retire, Etat::Change, Etat::Ajoute]);
}

#[test]
fn people_who_share_a_name_are_told_apart_and_twins_are_counted() {
    let rows = |lignes: &[&[&str]]| vec![champ("a", vec![Contenu::Tableau(tableau(lignes))])];
    let found = compare(
        rows(&[&["Exemple", "Camille"], &["Exemple", "Sacha"], &["Exemple", "Sacha"]]),
        rows(&[&["Exemple", "Camille"], &["Exemple", "Sacha"]]),
    );
    assert_eq!(read(&found.champs[0]), ["Exemple | Camille / Exemple | Sacha / [-Exemple-] | [-Sacha-]"]);
}

#[test]
fn a_column_that_comes_is_told_with_its_cells() {
    let before = tableau(&[&["Valfictif", "00001"]]);
    let mut after = tableau(&[&["Valfictif", "00001", "66100"]]);
    after.colonnes.push(Colonne { titre: "Code postal".into(), nombre: false });
    let found = tableau::compared(&before, &after);
    assert_eq!(marked(&found.colonnes), "CommuneCode{+Code postal+}");
    assert_eq!(found.lignes[0].etat, Etat::Change);
}

#[test]
fn a_figure_whose_passport_changed_is_told_even_when_its_value_did_not() {
    let fait = |sources: Vec<usize>| {
        champ(
            "population",
            vec![Contenu::Faits {
                faits: vec![Fait {
                    libelle: "Population".into(),
                    valeur: "47 617 habitants".into(),
                    sources,
                }],
            }],
        )
    };
    let mut before = lettre(vec![fait(vec![0])]);
    before.sources = vec![source("2017")];
    let mut shifted = lettre(vec![fait(vec![1])]);
    shifted.sources = vec![source("2021"), source("2017")];
    assert!(Difference::of(&before, &shifted).is_empty());
    let mut after = shifted.clone();
    after.parties[0].champs[0] = fait(vec![0]);
    let found = Difference::of(&before, &after);
    let own = &found.champs[0];
    assert_eq!((own.etat, own.passeports.len()), (Etat::Inchange, 1));
    assert_eq!(own.passeports[0].quoi, "Population");
    assert!(own.passeports[0].avant[0].contains("2017") && own.passeports[0].apres[0].contains("2021"));
}

#[test]
fn what_stands_above_the_fields_and_explanations_are_compared() {
    let before = lettre(vec![texte("a", "un")]);
    let mut after = before.clone();
    after.redigee_le = Some(date(2026, 11, 20));
    after.parties[0].champs[0].explication = Some("Compté par la CPTS.".into());
    let found = Difference::of(&before, &after);
    assert_eq!(found.entete.len(), 1);
    assert_eq!(marked(&found.entete[0].mots), "{+20/11/2026+}");
    assert_eq!(read(&found.champs[0]), ["un", "{+Explication de la CPTS\u{a0}: Compté par la CPTS.+}"]);
}

#[test]
fn a_map_is_compared_by_its_words_and_told_when_it_was_redrawn() {
    let carte = |svg: &str, texte: &str| {
        vec![champ(
            "carte",
            vec![Contenu::Carte {
                svg: svg.into(),
                texte: texte.into(),
                tableau: Some(tableau(&[&["Valfictif", "00001"]])),
            }],
        )]
    };
    let found = compare(carte("<svg/>", "Onze communes."), carte("<svg></svg>", "Douze communes."));
    assert_eq!(read(&found.champs[0]), ["Change", "[-Onze-]{+Douze+} communes.", "Valfictif | 00001"]);
}
