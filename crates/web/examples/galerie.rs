//! Serves the gallery of components and views: `cargo run -p web --example galerie`, then open the address printed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::Path;
use axum::response::Redirect;
use axum::routing::get;
use axum::{Json, Router};
use web::shell::{Shell, serve};

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let port = std::env::args().nth(1).unwrap_or_else(|| "8099".to_owned());
    let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await?;
    let address = listener.local_addr()?;
    let count = AtomicU64::new(0);
    let shell =
        Shell::new(Arc::new(move || format!("galerie-{}", count.fetch_add(1, Ordering::Relaxed))), false);
    let routes = Router::new()
        .route("/", get(|| async { Redirect::to("/dev/galerie") }))
        .route("/geo/{layer}/{departement}", get(squares))
        .merge(web::assets::routes());
    // The samples exist in debug builds only.
    #[cfg(debug_assertions)]
    let routes = routes.merge(web::views::samples::gallery_routes());
    #[allow(clippy::print_stdout, reason = "the person who started it needs the address")]
    {
        println!("http://{address}/dev/galerie");
    }
    let stop = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    serve(listener, shell.wrap(routes), stop).await
}

/// Contours of the invented territory: squares, each commune cut in four IRIS.
async fn squares(Path((layer, _)): Path<(String, String)>) -> Json<serde_json::Value> {
    const CODES: [u32; 8] = [1, 7, 12, 18, 23, 31, 44, 52];
    let square = |code: String, west: f64, south: f64, side: f64| {
        let (east, north) = (west + side, south + side);
        serde_json::json!({
            "type": "Feature",
            "properties": { "code": code, "nom": format!("Lieu {code}"), "population": 1234 },
            "geometry": { "type": "Polygon", "coordinates": [[[west, south], [east, south], [east, north], [west, north], [west, south]]] },
        })
    };
    let features = (0..16_u32).flat_map(|rank| {
        let (west, south) = (2.0 + f64::from(rank % 4) * 0.1, 42.0 + f64::from(rank / 4) * 0.1);
        let commune = CODES.get(rank as usize).map_or(100 + rank, |code| *code);
        if layer == "communes" {
            return vec![square(format!("96{commune:03}"), west, south, 0.1)];
        }
        let quarter = |part: u32| {
            let (x, y) = (f64::from(part % 2) * 0.05, f64::from(part / 2) * 0.05);
            square(format!("96{commune:03}{:04}", part + 1), west + x, south + y, 0.05)
        };
        (0..4).map(quarter).collect()
    });
    Json(serde_json::json!({ "type": "FeatureCollection", "features": features.collect::<Vec<_>>() }))
}
