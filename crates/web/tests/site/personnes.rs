//! People and structures of the community, as the coordination uses them.

use axum::http::StatusCode;
use domain::authz::{Allowed, ReadCommunaute, Role};
use domain::communaute::{Personne, Statut, Structure};
use domain::ids::CptsId;
use testkit::TestSite;

use super::site;

fn reads(cpts: CptsId) -> Allowed<ReadCommunaute> {
    testkit::person(Role::Coordinateur, cpts).authorize(cpts).unwrap()
}

async fn people(site: &TestSite, cpts: CptsId) -> Vec<Personne> {
    site.app.annuaire(&reads(cpts)).await.unwrap().iter().cloned().collect()
}

async fn structures(site: &TestSite, cpts: CptsId) -> Vec<Structure> {
    site.app.structures(&reads(cpts)).await.unwrap()
}

/// Adds a person through the form; their address.
async fn added(site: &TestSite, cpts: CptsId, fields: &[(&str, &str)]) -> String {
    let path = format!("/c/{cpts}/communaute/personnes/nouvelle");
    let answer = site.coordinator(cpts).post(&path, fields).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    answer.location().split('?').next().unwrap().to_owned()
}

#[tokio::test]
async fn a_wrong_number_and_a_lost_zero_keep_what_was_typed() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let path = format!("/c/{cpts}/communaute/personnes/nouvelle");
    let fields = [
        ("nom", "Exemple"),
        ("prenom", "Camille"),
        ("rpps", "10003456785"),
        ("canal_kind", "telephone"),
        ("canal_valeur", "426030690"),
        ("canal_accord", "donne"),
        ("statut", "interesse"),
    ];
    let answer = client.post(&path, &fields).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = answer.text();
    assert!(text.contains("value=\"10003456785\"") && text.contains("son dernier chiffre ne correspond pas"));
    assert!(text.contains("04 26 03 06 90") && text.contains("zero:+33426030690"));
    let mut right = fields.to_vec();
    right[2] = ("rpps", "10101234564");
    right.push(("confirme", "zero:+33426030690"));
    assert_eq!(client.post(&path, &right).await.status, StatusCode::SEE_OTHER);
    let one = people(&site, cpts).await.remove(0);
    assert_eq!((one.fiche.canaux[0].valeur.as_str(), one.statut), ("+33426030690", Statut::Interesse));
}

#[tokio::test]
async fn a_place_finds_its_commune_and_the_list_finds_the_person() {
    let (site, cpts) = site().await;
    let name = site.app.reference().atlas.communes()[0].clone();
    let (commune, postcode) = (name.name.clone(), name.postcodes[0].clone());
    let address = added(
        &site,
        cpts,
        &[
            ("nom", "Lévêque"),
            ("prenom", "Camille"),
            ("profession", "10"),
            ("specialite", "SM54"),
            ("lieu_adresse", "1 rue du Pont"),
            ("lieu_code_postal", &postcode),
            ("lieu_commune", &commune),
        ],
    )
    .await;
    added(&site, cpts, &[("nom", "Modèle"), ("prenom", "Dominique")]).await;
    let client = site.coordinator(cpts);
    let shown = client.get(&address).await.text();
    assert!(shown.contains("LÉVÊQUE Camille") && shown.contains("Médecine générale"));
    let list = format!("/c/{cpts}/communaute/personnes");
    for asked in ["q=leveque+camile".to_owned(), format!("commune={}", name.code), "profession=10".into()] {
        let found = client.get(&format!("{list}?{asked}")).await.text();
        assert!(found.contains("LÉVÊQUE") && !found.contains("MODÈLE"), "{asked}");
    }
    let file = client.get(&format!("{list}.csv?q=leveque")).await.text();
    assert_eq!(file.lines().count(), 2);
    assert!(file.contains("Lévêque;Camille;Médecin, Médecine générale"));
}

#[tokio::test]
async fn ticked_people_change_together_and_none_is_an_error() {
    let (site, cpts) = site().await;
    added(&site, cpts, &[("nom", "Exemple"), ("prenom", "Camille")]).await;
    let other = added(&site, cpts, &[("nom", "Modèle"), ("prenom", "Dominique")]).await;
    let client = site.coordinator(cpts);
    let path = format!("/c/{cpts}/communaute/personnes/statut");
    let none = client.post(&path, &[("statut", "contacte"), ("retour", "q=modele")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Cochez au moins une personne"));
    let id = other.rsplit('/').next().unwrap();
    let one = client.post(&path, &[("statut", "contacte"), ("choix", id), ("retour", "")]).await;
    assert_eq!(one.status, StatusCode::SEE_OTHER);
    let statuts: Vec<_> = people(&site, cpts).await.iter().map(|one| one.statut).collect();
    assert!(statuts.contains(&Statut::Contacte) && statuts.contains(&Statut::Repere));
}

#[tokio::test]
async fn a_sheet_that_somebody_else_changed_comes_back_with_what_was_typed() {
    let (site, cpts) = site().await;
    let address = added(&site, cpts, &[("nom", "Exemple"), ("prenom", "Camille")]).await;
    let client = site.coordinator(cpts);
    let edit = format!("{address}/modifier");
    let save = |prenom: &'static str, version: &'static str| {
        [("nom", "Exemple"), ("prenom", prenom), ("version", version)]
    };
    assert_eq!(client.post(&edit, &save("Camille-Anne", "1")).await.status, StatusCode::SEE_OTHER);
    let late = client.post(&edit, &save("Dominique", "1")).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let text = late.text();
    assert!(text.contains("value=\"Dominique\"") && text.contains("name=\"version\" value=\"2\""));
    assert_eq!(client.post(&edit, &save("Dominique", "2")).await.status, StatusCode::SEE_OTHER);
    assert_eq!(people(&site, cpts).await[0].prenom, "Dominique");
}

#[tokio::test]
async fn a_double_is_asked_about_merged_and_separated() {
    let (site, cpts) = site().await;
    let one = added(&site, cpts, &[("nom", "Exemple"), ("prenom", "Camille")]).await;
    let client = site.coordinator(cpts);
    let new = format!("/c/{cpts}/communaute/personnes/nouvelle");
    let twice = [("nom", "CAMILLE"), ("prenom", "Exemple")];
    let asked = client.post(&new, &twice).await;
    assert_eq!(asked.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(asked.text().contains("est peut-être la même personne"));
    let other = added(&site, cpts, &[("nom", "Exempel"), ("prenom", "Camille"), ("fonction", "Maire")]).await;
    let last = |address: &str| address.rsplit('/').next().unwrap().to_owned();
    let doubles = format!("/c/{cpts}/communaute/doublons");
    assert!(client.get(&doubles).await.text().contains("à une lettre près"));
    let pair = format!("{doubles}/{}/{}", last(&one), last(&other));
    assert!(client.get(&pair).await.text().contains("Réunir les deux fiches"));
    let merge = [("version_gardee", "1"), ("version_autre", "1"), ("nom", "autre")];
    assert_eq!(client.post(&pair, &merge).await.status, StatusCode::SEE_OTHER);
    assert_eq!(people(&site, cpts).await.len(), 1);
    assert_eq!(client.get(&other).await.location(), one, "the old address leads to the sheet that stands");
    let id = site.app.fusions(&reads(cpts)).await.unwrap()[0].id;
    assert_eq!(
        client.post(&format!("{doubles}/fusions/{id}/annuler"), &[]).await.status,
        StatusCode::SEE_OTHER
    );
    assert_eq!(people(&site, cpts).await.len(), 2);
    let stale = client.post(&pair, &merge).await;
    assert_eq!(stale.status, StatusCode::CONFLICT);
    assert_eq!(client.post(&format!("{pair}/ecarter"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(client.get(&doubles).await.text().contains("Aucun doublon à examiner"));
}

#[tokio::test]
async fn a_sheet_is_removed_with_a_way_back_and_its_data_are_shown() {
    let (site, cpts) = site().await;
    let address = added(&site, cpts, &[("nom", "Exemple"), ("prenom", "Camille")]).await;
    let client = site.coordinator(cpts);
    let removed = client.post(&format!("{address}/retirer"), &[]).await;
    let list = client.get(removed.location()).await.text();
    assert!(list.contains("Rétablir la fiche") && !list.contains("EXEMPLE Camille"));
    client.post(&format!("{address}/retablir"), &[]).await;
    assert!(
        client
            .get(&format!("{address}/donnees"))
            .await
            .text()
            .contains("Tout ce que".to_lowercase().as_str())
    );
    client.post(&format!("{address}/opposition"), &[]).await;
    assert!(client.get(&address).await.text().contains("ne veut plus être contactée"));
    assert_eq!(client.post(&format!("{address}/effacer"), &[]).await.status, StatusCode::SEE_OTHER);
    assert!(client.get(&address).await.text().contains("Cette fiche a été effacée"));
}

#[tokio::test]
async fn a_structure_is_filled_from_the_register_and_its_agreement_is_told() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let new = format!("/c/{cpts}/communaute/structures/nouvelle");
    let known = site.app.reference().atlas.structures().first().map(|one| one.record.clone());
    if let Some(record) = known {
        let filled = client.get(&format!("{new}?registre={}", record.finess)).await.text();
        assert!(filled.contains("Le registre FINESS a rempli") || filled.contains("pas dans les fichiers"));
    }
    let wrong =
        client.post(&new, &[("nom", "Clinique"), ("kind", "clinique"), ("finess", "660000002")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("value=\"660000002\""));
    let made = client
        .post(
            &new,
            &[
                ("nom", "Clinique"),
                ("kind", "clinique"),
                ("contact_nom", "Dominique"),
                ("contact_telephone", "04 26 03 06 90"),
            ],
        )
        .await;
    let address = made.location().split('?').next().unwrap().to_owned();
    assert!(client.get(&address).await.text().contains("04 26 03 06 90"));
    let add = format!("{address}/conventions/nouvelle");
    let over =
        [("objet", "Prêt de salle"), ("signee", "01/01/2024"), ("fin", "01/11/2025"), ("version", "1")];
    assert_eq!(client.post(&add, &over).await.status, StatusCode::SEE_OTHER);
    assert!(client.get(&address).await.text().contains("Expirée"));
    let home = client.get(&format!("/c/{cpts}")).await.text();
    assert!(home.contains("Prêt de salle"), "the home speaks of it");
    let upside = [("objet", "Prêt"), ("signee", "01/01/2026"), ("fin", "01/01/2025"), ("version", "2")];
    assert_eq!(client.post(&add, &upside).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(structures(&site, cpts).await[0].fiche.conventions.len(), 1);
}

#[tokio::test]
async fn what_deserves_a_look_is_said_once_it_is_kept() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let phone =
        [("canal_kind", "telephone"), ("canal_valeur", "04 26 03 06 90"), ("canal_accord", "inconnu")];
    let fields = |nom, prenom| [&[("nom", nom), ("prenom", prenom)][..], &phone].concat();
    added(&site, cpts, &fields("Exemple", "Camille")).await;
    let path = format!("/c/{cpts}/communaute/personnes/nouvelle");
    // The same number: a practice shares it, so nobody is asked; the sheet that follows says it.
    let mut second = fields("Specimen", "Dominique");
    second.extend([("lieu_adresse", "1 rue des Essais"), ("lieu_commune", "Nulle-Part-sur-Rien")]);
    let answer = client.post(&path, &second).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
    assert!(!answer.location().contains("Nulle"), "what was typed stays out of the address");
    let sheet = client.get(answer.location()).await;
    assert!(sheet.shows("Une autre fiche lui ressemble."), "{}", sheet.text());
    assert!(sheet.shows("pas été reconnue. Elle est gardée"), "{}", sheet.text());
    let address = answer.location().split('?').next().unwrap().to_owned();
    let compared =
        sheet.text().split("/communaute/doublons/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let pair = client.get(&format!("/c/{cpts}/communaute/doublons/{compared}")).await;
    assert_eq!(pair.status, StatusCode::OK, "the link leads to the two sheets");
    assert!(!client.get(&address).await.shows("Une autre fiche lui ressemble."), "only once");
    let new = format!("/c/{cpts}/communaute/structures/nouvelle");
    let corsican = [("nom", "Clinique"), ("kind", "clinique"), ("finess", "2A0000014")];
    let answer = client.post(&new, &corsican).await;
    assert!(client.get(answer.location()).await.shows("un numéro FINESS de Corse ne peut pas"));
}

#[tokio::test]
async fn the_document_of_an_agreement_is_read_with_the_community_and_not_with_the_diagnosis() {
    let (site, cpts) = site().await;
    let client = site.coordinator(cpts);
    let new = format!("/c/{cpts}/communaute/structures/nouvelle");
    let made = client.post(&new, &[("nom", "Clinique"), ("kind", "clinique")]).await;
    let address = made.location().split('?').next().unwrap().to_owned();
    let edits = testkit::person(Role::Coordinateur, cpts).authorize(cpts).unwrap();
    let content = b"%PDF-1.7 convention".to_vec();
    let piece =
        site.app.attach_piece::<domain::pieces::OfConvention>(&edits, "signée.pdf", content.clone()).await;
    let convention = domain::communaute::Convention {
        objet: "Prêt de salle".into(),
        signee: site.app.today(),
        fin: None,
        piece: Some(piece.unwrap()),
    };
    let one = structures(&site, cpts).await.remove(0);
    let change = app::communaute::ConventionChange::Add(convention.clone());
    site.app.change_convention(&edits, (one.id, one.version), change).await.unwrap();
    let piece = convention.piece.unwrap();
    let url = format!("{address}/pieces/{piece}");
    assert!(client.get(&address).await.text().contains(&url), "the sheet leads to it");
    let given = client.get(&url).await;
    assert_eq!((given.status, &given.bytes[..]), (StatusCode::OK, &content[..]));
    assert!(given.header("content-disposition").starts_with("attachment; filename="));
    assert_eq!(site.member(cpts).get(&url).await.status, StatusCode::FORBIDDEN);
    let as_diagnosis = client.get(&format!("/c/{cpts}/pieces/{piece}")).await;
    assert_eq!(as_diagnosis.status, StatusCode::NOT_FOUND, "the diagnosis has no such document");
}

#[tokio::test]
async fn the_sheet_shows_what_the_person_voiced_to_who_reads_questionnaires() {
    let (site, cpts) = site().await;
    let address = added(&site, cpts, &[("nom", "Exemple"), ("prenom", "Camille")]).await;
    let who = people(&site, cpts).await[0].id;
    let new = app::communaute::questionnaires::NewDifficulte {
        texte: "Les sorties du vendredi arrivent sans lettre".into(),
        personne: Some(who),
        ..Default::default()
    };
    let proof = testkit::person(Role::Coordinateur, cpts);
    let proofs = (&proof.authorize(cpts).unwrap(), &proof.authorize(cpts).unwrap());
    let voiced = site.app.add_difficulte(proofs, &new).await.unwrap();
    let sheet = site.coordinator(cpts).get(&address).await;
    assert!(sheet.shows("Difficultés exprimées") && sheet.shows("Les sorties du vendredi"));
    assert!(sheet.text().contains(&format!("/c/{cpts}/difficultes/{voiced}")));
    // The treasurer reads the community and no questionnaire.
    let treasurer = site.client(Some(testkit::Seat::Cpts(cpts, Role::Tresorier))).get(&address).await;
    assert!(treasurer.shows("Camille") && !treasurer.text().contains("vendredi"));
    let other = added(&site, cpts, &[("nom", "Autre"), ("prenom", "Dominique")]).await;
    assert!(site.coordinator(cpts).get(&other).await.shows("est notée à son nom."));
}
