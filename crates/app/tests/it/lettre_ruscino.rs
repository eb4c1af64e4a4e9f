//! The letter of intent of a real territory rebuilt from an empty account, with fictitious people: what is wrong in a
//! letter that was filed by hand is found, then every field stands. Skipped where `../shared` is absent.

use app::dossier::{DossierLu, NewDossier};
use domain::authz::{Allowed, Role};
use domain::dossier::lettre::controle::{Gravite, Remarque};
use domain::dossier::lettre::modele;
use opendata::Input;
use testkit::{TestApp, person};

use super::dossiers::{brut, lecteur, write};
use super::ruscino::{COMMUNES_2016, TABLE, import, shared};

/// The two tables of professions of the letter of 2023: with the large town and without, then as people know them.
const PROFESSIONS: &str = "Médecins généralistes 207 41 12
Médecins spécialistes 339 91 6
Infirmiers 382 45 19
Biologistes 4 2 1
Pharmaciens 57 6 11
Masseurs-Kinésithérapeutes 274 70 5
Sages-femmes 18 2 4
Orthophonistes 34 9 4
Orthoptistes 14 1 1
Dentistes 115 27 0
Pédicures-podologues/orthésistes 4 4 2

Médecins généralistes 67 67 12
Médecins spécialistes 148 148 6
Infirmiers 152 152 19
Biologistes 4 4 1
Pharmaciens 19 19 11
Masseurs-Kinésithérapeutes 134 134 5
Sages-femmes 7 7 4
Orthophonistes 11 11 4
Orthoptistes 2 2 1
Dentistes 46 46 0
Pédicures-podologues/orthésistes 8 8 2";

/// The contradiction that the check finds in a field, by some of its words.
fn says(lu: &DossierLu, cle: &str, words: &str) -> Remarque {
    let told =
        |one: &&Remarque| one.texte.contains(words) || one.lieux.iter().any(|place| place.contains(words));
    let found = lu.remarques.iter().filter(|one| one.champ == cle).find(told);
    let found =
        found.unwrap_or_else(|| panic!("{cle}: {words}: {:?}", lu.remarques_de(cle).collect::<Vec<_>>()));
    assert_eq!(found.gravite, Gravite::Incoherence, "{cle}");
    found.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_wrong_in_the_letter_of_2023_is_found_and_the_rest_is_filled_by_the_official_files() {
    let Some(shared) = shared() else { return };
    let app = TestApp::new().await;
    for file in [
        "insee/v_mvt_commune_2026.csv.gz",
        "insee/donnees_communes_pop2023.csv.gz",
        "insee/iris_habitat_population_2016.csv.gz",
        "geo/iris_2025/iris_2025_66.geojson.gz",
        "territoires/qpv_2015_occitanie.geojson",
    ] {
        import(&app, Input::path(shared.join(file))).await;
    }
    import(&app, Input::bytes("donnees_communes_pop_2016.csv", COMMUNES_2016)).await;
    // An empty account: one pasted list makes the territory, one choice begins the letter.
    let cpts = app.tenant("CPTS Ruscino").await;
    let perimeter = territory::paste::Paste::read(&app.reference().atlas, TABLE).perimeter();
    let made = app
        .create_territoire(&testkit::edits(cpts), "Ruscino", "Lettre d'intention", perimeter)
        .await
        .unwrap();
    let edits: Allowed<domain::authz::EditDossiers> =
        person(Role::Coordinateur, cpts).authorize(cpts).unwrap();
    let new = NewDossier { modele: "occitanie".into(), territoire: Some(made.territoire) };
    let id = app.begin_dossier(&edits, &new).await.unwrap();
    // What the authors of 2023 wrote, typed as it was printed; the people are invented.
    let team = "Pontfictif ; Claire ; Médecin généraliste ; Santé ; Cabestany ; MSP\nValfictif ; Luc ; Pharmacien ; Santé ; Perpignan\nPontfictif ; Claire ; Médecin généraliste ; Santé ; Cabestany ; MSP";
    write(
        &app,
        cpts,
        id,
        &[
            ("intitule", brut("CPTS RUSCINO", "", "")),
            ("date_redaction", brut("18/04/2023", "", "")),
            ("calendrier_lettre", brut("06/04/2023", "", "")),
            ("calendrier_construction", brut("06/2021", "03/2023", "")),
            ("calendrier_projet", brut("01/2024", "", "")),
            ("calendrier_contrat", brut("03/2024", "", "")),
            ("nombre_communes", brut("", "16", "")),
            ("population", brut("", "47617", "")),
            ("communes", brut("", TABLE, "")),
            ("mobilisation", brut("", PROFESSIONS, "")),
            ("membres_actifs", brut(team, "", "")),
        ],
    )
    .await;
    let lu = app.dossier_ecrit(&lecteur(cpts), id).await.unwrap();
    let says = |cle: &str, words: &str| says(&lu, cle, words);
    says("nombre_communes", "le territoire en compte 4 distinctes");
    says("nombre_communes", "16 est le nombre de communes et d'IRIS");
    says("date_redaction", "(18/04/2023) est après le dépôt de la lettre (06/04/2023)");
    assert_eq!(says("membres_actifs", "figure deux fois").lieux, ["Pontfictif Claire"]);
    assert_eq!(says("communes", "lignes du tableau annoncé ont une parenthèse").lieux.len(), 2);
    let tables = says("mobilisation", "Les deux tableaux annoncés ne disent pas la même chose");
    assert!(tables.texte.contains("totalise 65 dans les deux"), "{}", tables.texte);
    assert!(tables.lieux.iter().any(|line| line.contains("115 / 27 / 0") && line.contains("46 / 46 / 0")));
    says("population", "47\u{202f}617");
    says("population", "47\u{202f}366");
    // The territory, its figures and its checks need no typing.
    let letter = &lu.redigee;
    let text = serde_json::to_string(letter).unwrap();
    for words in ["661360901", "66330", "47\u{202f}366", "Taille 2", "QP066010"] {
        assert!(text.contains(words), "{words}");
    }
    for cle in
        ["carte", "communes", "nombre_communes", "population", "taille", "voisinage", "caracteristiques"]
    {
        assert!(!letter.champ(cle).unwrap().contenu.is_empty(), "{cle}");
    }
    // Corrected and explained, none of them stands in the way any more.
    write(
        &app,
        cpts,
        id,
        &[
            ("date_redaction", brut("05/04/2023", "", "")),
            ("nombre_communes", brut("", "", "")),
            ("population", brut("Nombre de l'ARS et de l'Insee, 2017.", "47617", "")),
            ("communes", brut("", "", "")),
            (
                "mobilisation",
                brut("Deux périmètres\u{a0}: avec et sans la commune de Perpignan.", PROFESSIONS, ""),
            ),
            ("membres_actifs", brut("Pontfictif ; Claire\nValfictif ; Luc", "", "")),
        ],
    )
    .await;
    let lu = app.dossier_ecrit(&lecteur(cpts), id).await.unwrap();
    for cle in
        ["date_redaction", "nombre_communes", "population", "communes", "mobilisation", "membres_actifs"]
    {
        assert!(
            lu.remarques_de(cle).all(|one| !one.bloque()),
            "{cle}: {:?}",
            lu.remarques_de(cle).collect::<Vec<_>>()
        );
    }
    // Every field of the printed form has its place.
    let asked: Vec<&str> =
        modele("occitanie").unwrap().unwrap().champs().map(|one| one.cle.as_str()).collect();
    assert_eq!(lu.redigee.champs().map(|one| one.cle.as_str()).collect::<Vec<_>>(), asked);
}
