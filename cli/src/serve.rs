//! `curanda serve`: the command table over loopback HTTP, with the UI's files. For browser tests only, hence
//! a feature that no package has.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use axum::extract::{Query, Request, State};
use axum::http::{StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Json, Router};
use clap::Args;
use curanda_core::api::{App, Call, Reply, dispatch};
use curanda_core::{Result, setup};
use serde::Deserialize;
use tower_http::services::{ServeDir, ServeFile};

use crate::report::Report;
use crate::stale::{Stale, StaleAnswer};
use crate::store::{Place, typed};

/// What to serve, and where.
#[derive(Debug, Clone, Args)]
pub struct Options {
    /// TCP port on 127.0.0.1
    #[arg(long, default_value_t = 4455)]
    port: u16,
    /// Folder with the built UI
    #[arg(long, value_name = "DIR")]
    ui: Option<PathBuf>,
}

#[derive(Debug, Clone)]
struct Served {
    app: Arc<App>,
    stale: Arc<Stale>,
}

pub async fn run(place: &Place, options: &Options) -> Result<Report> {
    let app = place.app()?;
    // What is wrong with the store is told by `setup.status`, as in the window.
    let _ = setup::open(&app, &typed()).await;
    let _background = app.start_background();
    let stale = Stale::follow(&app);
    let listener = tokio::net::TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, options.port))).await?;
    let router = router(Served { app, stale }, options.ui.as_deref());
    axum::serve(listener, router)
        .with_graceful_shutdown(async {
            let _ = tokio::signal::ctrl_c().await;
        })
        .await?;
    Ok(Report::default())
}

fn router(served: Served, ui: Option<&std::path::Path>) -> Router {
    let router = Router::new()
        .route("/rpc", post(rpc))
        .route("/stale", get(stale))
        .with_state(served);
    let router = match ui {
        Some(ui) => {
            let page = ["200.html", "index.html"]
                .map(|name| ui.join(name))
                .into_iter()
                .find(|page| page.exists());
            router.fallback_service(ServeDir::new(ui).fallback(ServeFile::new(page.unwrap_or_default())))
        }
        None => router,
    };
    router.layer(middleware::from_fn(only_here))
}

/// A page of another site must not reach the clinic through a name that it points at 127.0.0.1.
async fn only_here(request: Request, next: Next) -> std::result::Result<Response, StatusCode> {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or_default();
    match host.split(':').next() {
        Some("127.0.0.1" | "localhost") => Ok(next.run(request).await),
        _ => Err(StatusCode::FORBIDDEN),
    }
}

async fn rpc(State(served): State<Served>, Json(call): Json<Call>) -> Json<Reply> {
    Json(dispatch(&served.app, call).await)
}

#[derive(Debug, Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

async fn stale(State(served): State<Served>, Query(Since { since }): Query<Since>) -> Json<StaleAnswer> {
    Json(served.stale.since(since).await)
}
