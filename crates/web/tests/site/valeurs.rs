//! Values that people write down: what is typed comes back, what is accepted leads to a page.

use axum::http::StatusCode;
use domain::authz::{Allowed, ReadDiagnostic, Role};
use domain::diagnostic::Releve;
use domain::ids::CptsId;
use testkit::{Answer, Seat, TestSite, person};

use super::{site, variante};
use crate::ground::{Ground, recorded};

const GOOD: [(&str, &str); 6] = [
    ("indicateur", "sans_mt"),
    ("lieu", "territoire"),
    ("annee", "2021"),
    ("valeur", "13,3"),
    ("origine", "rezone"),
    ("source", "Rezone CPTS, 15/12/2021"),
];

fn with<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = GOOD.into_iter().filter(|(name, _)| changes.iter().all(|(other, _)| other != name));
    kept.chain(changes.iter().copied()).collect()
}

async fn releves(site: &TestSite, cpts: CptsId) -> Vec<Releve> {
    let proof: Allowed<ReadDiagnostic> = person(Role::Membre, cpts).authorize(cpts).unwrap();
    site.app.releves(&proof).await.unwrap()
}

/// What a page says, as people read it.
trait Says {
    fn says(&self, text: &str) -> bool;
}

impl Says for Answer {
    fn says(&self, text: &str) -> bool {
        self.text().contains(text)
    }
}

fn refused(answer: &Answer, sentence: &str) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.text());
    assert!(answer.says(sentence), "{sentence} is missing from {}", answer.text());
}

#[tokio::test]
async fn a_value_is_typed_shown_corrected_withdrawn_and_taken_back() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let base = format!("{}/diagnostic/valeurs", variante(cpts, made));
    let client = site.coordinator(cpts);
    assert!(client.get(&base).await.says("Aucune valeur notée à ce jour."));
    let done = client.post(&format!("{base}/nouvelle"), &GOOD).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = client.get(done.location()).await;
    assert!(page.says("La valeur est notée.") && page.says("13,3"), "{}", page.text());
    let first = releves(&site, cpts).await[0].id;
    let form = client.get(&format!("{base}/{first}/corriger")).await;
    assert!(form.text().contains("value=\"13,3\"") && form.text().contains("value=\"2021\""));
    let path = format!("{base}/{first}/corriger");
    refused(&client.post(&path, &with(&[("valeur", "12,3")])).await, "Le motif n'est pas rempli");
    let fixed = client.post(&path, &with(&[("valeur", "12,3"), ("motif", "Page 3")])).await;
    assert_eq!(fixed.status, StatusCode::SEE_OTHER, "{}", fixed.text());
    let history = client.get(fixed.location()).await;
    assert!(["12,3", "13,3", "Page 3", "Reprendre cette valeur"].iter().all(|text| history.says(text)));
    let late = client.post(&path, &with(&[("valeur", "11,3"), ("motif", "Page 4")])).await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    assert!(late.says("Une autre personne vient de corriger cette valeur."));
    let second = releves(&site, cpts).await[1].id;
    refused(&client.post(&format!("{base}/{second}/retirer"), &[]).await, "Le motif n'est pas rempli");
    let gone = client.post(&format!("{base}/{second}/retirer"), &[("motif", "Périmé")]).await;
    assert!(client.get(gone.location()).await.says("Cette valeur est retirée."));
    assert!(client.get(&base).await.says("Aucune valeur notée à ce jour."));
    assert!(client.get(&format!("{base}?etat=retirees")).await.says("Patients sans médecin traitant"));
    let third = releves(&site, cpts).await[2].id;
    let back = client.get(&format!("{base}/{third}/corriger")).await;
    assert!(back.text().contains("value=\"12,3\""), "what stood before is proposed");
}

#[tokio::test]
async fn each_wrong_field_has_its_sentence_and_keeps_its_words() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let path = format!("{}/diagnostic/valeurs/nouvelle", variante(cpts, made));
    let client = site.coordinator(cpts);
    for (changes, sentence) in [
        (vec![("valeur", "140")], "Un taux va de 0 à 100"),
        (
            vec![("valeur", ""), ("numerateur", "50"), ("denominateur", "40")],
            "Le numérateur dépasse le dénominateur.",
        ),
        (vec![("annee", "2026")], "La période n'est pas terminée."),
        (
            vec![("annee", ""), ("debut", "30/06/2021"), ("fin", "01/01/2021")],
            "La période finit avant de commencer.",
        ),
        (vec![("ages", "10+")], "Cet indicateur compte les"),
        (vec![("indicateur", "population")], "Cet indicateur est calculé"),
        (vec![("masque", "oui")], "La source masque cette valeur, mais un chiffre est rempli."),
        (vec![("source", " ")], "La source n'est pas remplie."),
        (vec![("valeur", "")], "Aucun chiffre n'est rempli."),
        (vec![("lieu", "commune"), ("code", "96999")], "Ce lieu n'existe pas"),
        (vec![("valeur", "beaucoup")], "n'est pas lisible."),
        (
            vec![("numerateur", "1000"), ("denominateur", "38000")],
            "Le numérateur et le dénominateur donnent 2,6",
        ),
    ] {
        let answer = client.post(&path, &with(&changes)).await;
        refused(&answer, sentence);
        assert!(answer.text().contains("aria-invalid=\"true\"") || changes[0].0 == "masque", "{sentence}");
        for (_, typed) in changes.iter().filter(|(_, typed)| typed.contains(char::is_numeric)) {
            assert!(answer.text().contains(&format!("value=\"{typed}\"")), "{typed} is lost");
        }
    }
    assert_eq!(releves(&site, cpts).await, []);
}

#[tokio::test]
async fn a_doubtful_value_waits_for_a_box() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let path = format!("{}/diagnostic/valeurs/nouvelle", variante(cpts, made));
    let client = site.coordinator(cpts);
    let asked = client.post(&path, &with(&[("valeur", "72")])).await;
    refused(&asked, "Cette valeur sort de l'ordinaire");
    assert!(asked.says("Je confirme cette valeur") && asked.says("Rien n'est encore enregistré."));
    let kept = client.post(&path, &with(&[("valeur", "72"), ("confirme", "inhabituel")])).await;
    assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.text());
}

#[tokio::test]
async fn a_value_of_an_earlier_perimeter_says_so() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let place = (made.territoire, made.variante);
    let id = recorded(&site.app, cpts, place, "Rezone").await;
    let edit = app::territoire::Edit::Add(testkit::units(&["96002"]));
    site.app.compose(&testkit::edits(cpts), place, edit).await.unwrap();
    let base = format!("{}/diagnostic/valeurs", variante(cpts, made));
    let client = site.coordinator(cpts);
    for path in [base.clone(), format!("{base}/{id}")] {
        assert!(client.get(&path).await.says("Le périmètre a changé depuis."), "{path}");
    }
    let form = client.get(&format!("{base}/{id}/corriger")).await;
    assert!(form.says("Cette valeur porte sur un périmètre plus ancien."));
    assert!(form.says("name=\"code\" type=\"text\" value=\"1\""), "its state is kept");
}

#[tokio::test]
async fn a_document_is_given_back_to_keep() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let client = site.coordinator(cpts);
    let path = format!("{}/diagnostic/valeurs/nouvelle", variante(cpts, made));
    let kept = client.post_file(&path, "lettre.pdf", b"%PDF-1.7 lettre").await;
    refused(&kept, "n'est pas rempli");
    assert!(kept.says("lettre.pdf"), "the document need not be chosen again");
    refused(
        &client.post_file(&path, "x.pdf", b"MZ programme").await,
        "Ce fichier n'est pas d'un type accepté.",
    );
    let proof: Allowed<ReadDiagnostic> = person(Role::Membre, cpts).authorize(cpts).unwrap();
    let piece = site.app.pieces::<domain::pieces::OfDiagnostic>(&proof).await.unwrap()[0].id;
    let answer = site.member(cpts).get(&format!("/c/{cpts}/pieces/{piece}")).await;
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\"lettre.pdf\""));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn a_file_is_verified_then_written_down() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    let base = format!("{}/diagnostic/valeurs", variante(cpts, made));
    let client = site.coordinator(cpts);
    let model = client.get(&format!("{base}/modele.csv")).await.text();
    let mut lines: Vec<&str> = model.lines().take(2).collect();
    lines.push("sans_mt;territoire;;2021;;13,3;;;;rezone;Rezone");
    let preview = client.post_file(&format!("{base}/importer"), "v.csv", lines.join("\n").as_bytes()).await;
    assert_eq!(preview.status, StatusCode::OK, "{}", preview.text());
    assert!(
        preview.says("Cette ligne est l'exemple du modèle.") && preview.says("1\u{a0}ligne à enregistrer.")
    );
    assert_eq!(releves(&site, cpts).await, []);
    let line = |number: usize, source: &str, value: &str| {
        let typed = app::diagnostic::Typed {
            indicateur: "sans_mt".into(),
            periode: "2021".into(),
            valeur: value.into(),
            origine: "rezone".into(),
            source: source.into(),
            ..Default::default()
        };
        serde_json::to_string(&(number, typed)).unwrap()
    };
    let (good, bad) = (line(2, "Rezone", "13,3"), line(3, "Rezone", "140"));
    let both = [("ligne", good.as_str()), ("ligne", bad.as_str())];
    let apply = format!("{base}/importer/appliquer");
    refused(&client.post(&apply, &both).await, "Des lignes sont refusées ou à confirmer.");
    let rejected = client.post(&format!("{base}/importer/refus"), &both).await;
    assert!(rejected.text().contains("Un taux va de 0 à 100") && !rejected.text().contains("13,3"));
    let leave = [both[0], both[1], ("laisser", "oui")];
    let done = client.post(&apply, &leave).await;
    assert!(client.get(done.location()).await.says("Les valeurs du fichier sont notées."));
    let again = client.post(&apply, &both[..1]).await;
    assert!(client.get(again.location()).await.says("Rien n'a changé."));
    assert_eq!(releves(&site, cpts).await.len(), 1);
    refused(
        &client.post_file(&format!("{base}/importer"), "x.csv", b"a;b\n1;2\n").await,
        "colonnes du modèle",
    );
    let number = format!(
        "{}sans_mt;;;2021;;1;;;;rezone;1 85 05 75 123 456 73\n",
        "indicateur;lieu;code;periode;ages;valeur;numerateur;denominateur;masque;origine;source\n"
    );
    refused(
        &client.post_file(&format!("{base}/importer"), "x.csv", number.as_bytes()).await,
        "sécurité sociale",
    );
}

#[tokio::test]
async fn members_read_and_institutions_do_not() {
    let (site, cpts) = site().await;
    let ground = Ground::of(&site, cpts, "du Val").await;
    let made = site.app.plot(cpts, "Val", &["96001"]).await;
    recorded(&site.app, cpts, (made.territoire, made.variante), "Rezone").await;
    let base = format!("{}/diagnostic/valeurs", variante(cpts, made));
    let page = site.member(cpts).get(&base).await;
    assert!(page.says("13,3") && !page.says("Noter une valeur"));
    let seat = Seat::Institution(ground.institution, domain::authz::InstitutionRole::Instructeur);
    assert_eq!(site.client(Some(seat)).get(&base).await.status, StatusCode::FORBIDDEN);
}
