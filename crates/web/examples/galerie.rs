//! Serves the gallery of components and views: `cargo run -p web --example galerie`, then open the address printed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
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
        .merge(web::assets::routes())
        .merge(web::views::samples::gallery_routes());
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
