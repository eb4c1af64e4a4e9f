use jiff::civil::date;

use super::*;
use crate::dossier::lettre::champs::champ;
use crate::dossier::lettre::modele::modele;
use crate::dossier::lettre::saisie::{Brut, lire};

fn typed(texte: &str, second: &str, choix: &str) -> Brut {
    Brut { texte: texte.into(), second: second.into(), choix: choix.into(), sans: vec![] }
}

fn valeurs(all: &[(&str, Brut)]) -> Valeurs {
    let read = all.iter().map(|(cle, brut)| {
        let def = champ(cle).unwrap().unwrap();
        ((*cle).to_owned(), lire(def, brut).unwrap())
    });
    read.collect()
}

fn reperes() -> Reperes {
    let units = ["660280101", "660280102", "661360801", "661860000", "661890000"];
    Reperes {
        jour: date(2023, 5, 2),
        unites: units.iter().map(|code| code.parse().unwrap()).collect(),
        communes: 4,
        population: Some(47_366),
        ..Reperes::default()
    }
}

fn remarks(valeurs: &Valeurs, reperes: &Reperes, cle: &str) -> Vec<Remarque> {
    let occitanie = modele("occitanie").unwrap().unwrap();
    let all = controler(occitanie, valeurs, reperes).unwrap();
    all.into_iter().filter(|one| one.champ == cle).collect()
}

fn only(valeurs: &Valeurs, reperes: &Reperes, cle: &str) -> Remarque {
    let found = remarks(valeurs, reperes, cle);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().unwrap()
}

#[test]
fn iris_counted_as_communes_are_found_and_an_explanation_settles_it() {
    // Statement 37: distinct communes only.
    let own = reperes();
    let found = only(&valeurs(&[("nombre_communes", typed("", "5", ""))]), &own, "nombre_communes");
    assert!(found.bloque() && found.texte.contains("4 distinctes"), "{found:?}");
    assert!(found.texte.contains("5 est le nombre de communes et d'IRIS"), "{found:?}");
    let explained = valeurs(&[("nombre_communes", typed("Nous comptons les quartiers.", "5", ""))]);
    assert!(!only(&explained, &own, "nombre_communes").bloque());
    let right = valeurs(&[("nombre_communes", typed("", "4", ""))]);
    assert!(remarks(&right, &own, "nombre_communes").iter().all(|one| one.gravite == Gravite::Manque));
    assert!(
        only(&valeurs(&[("nombre_communes", typed("", "quatre", ""))]), &own, "nombre_communes").bloque()
    );
}

#[test]
fn a_day_of_writing_after_the_filing_is_found() {
    let both = valeurs(&[
        ("date_redaction", typed("18/04/2023", "", "")),
        ("calendrier_lettre", typed("06/04/2023", "", "")),
    ]);
    let found = only(&both, &reperes(), "date_redaction");
    assert!(found.bloque() && found.texte.contains("18/04/2023") && found.texte.contains("06/04/2023"));
    let month = valeurs(&[
        ("date_redaction", typed("18/04/2023", "", "")),
        ("calendrier_lettre", typed("04/2023", "", "")),
    ]);
    assert_eq!(remarks(&month, &reperes(), "date_redaction"), []);
    let tomorrow = valeurs(&[("date_redaction", typed("03/05/2023", "", ""))]);
    assert!(only(&tomorrow, &reperes(), "date_redaction").texte.contains("pas encore"));
}

#[test]
fn a_calendar_goes_forward() {
    let wrong = valeurs(&[
        ("calendrier_construction", typed("03/2023", "06/2021", "")),
        ("calendrier_lettre", typed("06/04/2023", "", "")),
        ("calendrier_projet", typed("01/2023", "", "")),
        ("calendrier_contrat", typed("04/2023", "", "")),
    ]);
    let own = reperes();
    assert!(only(&wrong, &own, "calendrier_construction").bloque());
    assert!(only(&wrong, &own, "calendrier_projet").texte.contains("avant le dépôt de la lettre"));
    assert_eq!(remarks(&wrong, &own, "calendrier_contrat"), [], "same month: nothing contradicts it");
}

#[test]
fn somebody_named_twice_is_found_whatever_the_order_of_their_names() {
    let nomme = |cle: &str, nom: &str| Nomme { personne: None, cle: cle.into(), nom: nom.into() };
    let mut own = reperes();
    let team = vec![
        nomme("claire pontfictif", "PONTFICTIF Claire"),
        nomme("claire pontfictif", "Claire Pontfictif"),
    ];
    own.equipes.insert("membres_actifs".into(), team);
    own.equipes.insert("equipe_projet".into(), vec![nomme("claire pontfictif", "PONTFICTIF Claire")]);
    let written = valeurs(&[("membres_actifs", typed("Pontfictif ; Claire\nPontfictif ; Claire", "", ""))]);
    let found = remarks(&written, &own, "membres_actifs");
    assert!(found[0].bloque() && found[0].lieux == ["Claire Pontfictif"], "{found:?}");
    assert!(!found[1].bloque() && found[1].texte.contains("équipe projet"), "{found:?}");
}

#[test]
fn two_people_of_one_name_are_two_people() {
    let sheet = |rank: u128| Nomme {
        personne: Some(PersonneId(uuid::Uuid::from_u128(rank))),
        cle: "claire pontfictif".into(),
        nom: "PONTFICTIF Claire".into(),
    };
    let mut own = reperes();
    own.equipes.insert("membres_actifs".into(), vec![sheet(1), sheet(2)]);
    let written = valeurs(&[("membres_actifs", typed("", "", "volontaires"))]);
    assert_eq!(remarks(&written, &own, "membres_actifs"), []);
    own.equipes.insert("membres_actifs".into(), vec![sheet(1), sheet(1)]);
    assert!(only(&written, &own, "membres_actifs").bloque());
}

#[test]
fn a_code_without_its_closing_bracket_is_found_with_its_line() {
    let mut own = reperes();
    let line = |number: usize, text: &str, code: &str| territory::paste::Line {
        number,
        text: text.into(),
        outcome: territory::paste::Outcome::Recognised {
            units: vec![code.parse().unwrap()],
            unverified: false,
        },
    };
    own.communes_annoncees = Paste {
        lines: vec![
            line(1, "Ouest (660280101) - Exemple 66330 (660280101)", "660280101"),
            line(2, "Clos (661360801) - Exempleville 66000 (661360801", "661360801"),
        ],
    };
    let found = remarks(&valeurs(&[("communes", typed("", "collé", ""))]), &own, "communes");
    assert!(found[0].bloque() && found[0].texte.contains("parenthèse"), "{found:?}");
    assert_eq!(found[0].lieux, ["Ligne 2\u{a0}: Clos (661360801) - Exempleville 66000 (661360801"]);
    assert!(found[1].texte.contains("manquent dans le tableau") && found[1].lieux.len() == 3, "{found:?}");
}

#[test]
fn two_tables_of_professions_that_disagree_are_found() {
    // The figures of the seed letter, with and without the large town: dentists 115 / 27 / 0 beside 46 / 46 / 0.
    let pasted = "Profession sollicités incl. excl. adhérer\nMédecins généralistes 207 41 12\nPharmaciens 57 6 11\nDentistes 115 27 0\n\nMédecins généralistes\t67\t67\t12\nPharmaciens\t19\t19\t11\nDentistes\t46\t46\t0";
    let mut own = reperes();
    own.professions = vec![
        LigneProfession { libelle: "Médecins généralistes".into(), sollicites: 67, souhaitants: 12 },
        LigneProfession { libelle: "Pharmaciens".into(), sollicites: 19, souhaitants: 11 },
    ];
    let found = only(&valeurs(&[("mobilisation", typed("", pasted, ""))]), &own, "mobilisation");
    assert!(
        found.bloque()
            && found.texte.contains("3\u{a0}professions")
            && found.texte.contains("23 dans les deux")
    );
    assert!(
        found.lieux.iter().any(|line| line.contains("115 / 27 / 0") && line.contains("46 / 46 / 0")),
        "{found:?}"
    );
    own.professions[0].souhaitants = 10;
    let found = remarks(&valeurs(&[("mobilisation", typed("", pasted, ""))]), &own, "mobilisation");
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[1].texte.contains("la communauté en compte 21"), "{found:?}");
}

#[test]
fn an_overlap_blocks_until_it_is_explained() {
    let mut own = reperes();
    own.connus.insert("voisinage".into());
    own.territoire = vec![Sentence {
        weight: Weight::Attention,
        text: "Le territoire recouvre celui de «\u{a0}CPTS d'à côté\u{a0}».".into(),
        places: vec!["Exempleville (66136)".into()],
    }];
    let found = only(&Valeurs::new(), &own, "voisinage");
    assert!(found.bloque() && found.lieux == ["Exempleville (66136)"]);
    let explained = valeurs(&[("voisinage", typed("Accord signé avec elle.", "", ""))]);
    assert!(!only(&explained, &own, "voisinage").bloque());
}

#[test]
fn an_empty_letter_misses_every_field_that_the_template_asks() {
    let occitanie = modele("occitanie").unwrap().unwrap();
    let all = controler(occitanie, &Valeurs::new(), &Reperes::default()).unwrap();
    let asked = occitanie.champs().filter(|one| one.obligatoire).count();
    let missing = all.iter().filter(|one| one.gravite == Gravite::Manque).count();
    assert_eq!(missing, asked);
    assert!(all.iter().all(Remarque::bloque));
}
