//! The sheet as files.

use axum::http::StatusCode;

use super::{site, variante};

#[tokio::test]
async fn each_file_has_its_type_its_name_and_its_signature() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Vallée d'Été", &["96001", "960580101"]).await;
    let page = variante(cpts, made);
    for (extension, kind, start) in [
        ("pdf", "application/pdf", &b"%PDF-"[..]),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
        ("csv", "text/csv; charset=utf-8", "\u{feff}".as_bytes()),
        ("json", "application/json", b"{"),
        ("geojson", "application/geo+json", b"{"),
        ("svg", "image/svg+xml", b"<svg"),
    ] {
        let answer = site.member(cpts).get(&format!("{page}/fiche.{extension}")).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, kind), "{extension}");
        let name = format!("attachment; filename=\"fiche-vallee-d-ete-variante-a.{extension}\"");
        assert_eq!(answer.header("content-disposition"), name);
        assert!(
            answer.bytes.starts_with(start),
            "{extension}: {:?}",
            &answer.bytes[..12.min(answer.bytes.len())]
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
}

#[tokio::test]
async fn an_empty_territory_has_every_file_but_a_map() {
    let (site, cpts) = site().await;
    let made = site.app.plot(cpts, "Vide", &[]).await;
    let page = variante(cpts, made);
    for extension in ["pdf", "xlsx", "csv", "json", "geojson"] {
        let answer = site.member(cpts).get(&format!("{page}/fiche.{extension}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{extension}");
    }
    assert_eq!(site.member(cpts).get(&format!("{page}/fiche.svg")).await.status, StatusCode::NOT_FOUND);
}
