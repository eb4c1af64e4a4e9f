//! Serves until asked to stop, then lets the requests under way end.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;

/// Time left to the requests under way once the service is asked to stop.
const GRACE: Duration = Duration::from_secs(10);

/// Serves `router` on `listener` until `shutdown` ends, then finishes the requests under way, 10 seconds at most.
///
/// # Errors
/// When the listener cannot accept connections any more.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stopping, asked_to_stop) = oneshot::channel();
    let server = axum::serve(listener, router.into_make_service_with_connect_info::<SocketAddr>())
        .with_graceful_shutdown(async move {
            shutdown.await;
            // The receiver is gone only when the server has already ended.
            let _ = stopping.send(());
        });
    let too_long = async move {
        if asked_to_stop.await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = server => ended,
        () = too_long => {
            tracing::warn!(grace_s = GRACE.as_secs(), "requests were still under way: connections closed");
            Ok(())
        }
    }
}
