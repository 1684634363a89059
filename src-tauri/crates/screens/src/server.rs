//! Starting and stopping the local server.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use app::App;
use app::domain::Actor;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uuid::Uuid;

use crate::caller::Caller;
use crate::door::{self, Door};
use crate::{access, changes, commands, overlay, pages, shop, upload, wordpress};

/// Requests still running when the server is stopped are given this long.
const LAST_REQUESTS: Duration = Duration::from_secs(5);

/// How a server is started.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port; 0 picks a free one.
    pub port: u16,
    /// What a caller without the door's token may do; `None` keeps commands for those who have it. More than a
    /// viewer's role is for programs of the same user only, where the system says whose they are.
    pub visitor: Option<Actor>,
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The port is taken, or this user may not listen there.
    #[error("127.0.0.1:{port} cannot be listened on: {source}")]
    Listen {
        /// The port.
        port: u16,
        /// What the system says.
        source: std::io::Error,
    },
    /// No folder for dropped files.
    #[error("no folder for dropped files: {0}")]
    Folder(std::io::Error),
}

/// What every route works with.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) app: App,
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) port: u16,
    pub(crate) visitor: Option<Actor>,
    pub(crate) token: String,
    /// Dropped files; removed with the server.
    pub(crate) dropped: tempfile::TempDir,
}

/// A running server. Without [`Server::stop`] it ends with the process and leaves its door file, which is then
/// ignored.
pub struct Server {
    app: App,
    url: String,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<()>,
    minding: JoinHandle<()>,
}

impl Server {
    /// Starts serving `app` on 127.0.0.1.
    ///
    /// # Errors
    /// [`StartError`] when the port cannot be listened on.
    pub async fn start(app: App, options: Options) -> Result<Self, StartError> {
        let listen = |source| StartError::Listen { port: options.port, source };
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = TcpListener::bind(address).await.map_err(listen)?;
        let port = listener.local_addr().map_err(listen)?.port();
        let dropped = tempfile::Builder::new().prefix("showrunner-").tempdir().map_err(StartError::Folder)?;
        let token = format!("{}{}", Uuid::new_v4().simple(), Uuid::new_v4().simple());
        let url = format!("http://127.0.0.1:{port}");
        let door = Door { url: url.clone(), token: token.clone() };
        let desk = Desk {
            app: app.clone(),
            inner: Arc::new(Inner { port, visitor: options.visitor, token, dropped }),
        };
        app.set_origin(Some(url.clone()));
        let (stop, stopped) = oneshot::channel::<()>();
        let routes = routes(desk).into_make_service_with_connect_info::<Caller>();
        let serving = tokio::spawn(async move {
            let until = async { drop(stopped.await) };
            if let Err(error) = axum::serve(listener, routes).with_graceful_shutdown(until).await {
                tracing::error!(%error, "the local server broke off");
            }
        });
        let minding = tokio::spawn(door::mind(app.clone(), door));
        Ok(Self { app, url, stop, serving, minding })
    }

    /// Its base address, such as `http://127.0.0.1:4780`.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Stops it: running requests end, the door file is removed.
    pub async fn stop(self) {
        self.minding.abort();
        if let Some(workspace) = self.app.workspace_path() {
            Door::remove(&workspace, &self.url);
        }
        self.app.set_origin(None);
        // The other side is gone only when serving has ended by itself.
        let _ = self.stop.send(());
        if tokio::time::timeout(LAST_REQUESTS, self.serving).await.is_err() {
            tracing::warn!("a request was still running when the local server ended");
        }
    }
}

fn routes(desk: Desk) -> Router {
    let commands = Router::new()
        .route("/api/changes", get(changes::changes))
        .route("/api/{command}", post(commands::call))
        .route("/upload", post(upload::upload).layer(DefaultBodyLimit::disable()))
        .layer(from_fn_with_state(desk.clone(), access::who));
    Router::new()
        .merge(commands)
        .route("/shop/shop.json", get(shop::shop))
        .route("/demo/{session}/manifest.json", get(shop::manifest))
        .route("/demo/{session}/now.json", get(shop::now))
        .route("/media/{product}", get(shop::media))
        .route("/overlay/feed", get(overlay::feed))
        .route("/wordpress/showrunner-live.zip", get(wordpress::plugin))
        .fallback(get(pages::page))
        .layer(from_fn(pages::guard))
        .layer(from_fn_with_state(desk.clone(), access::same_site))
        .with_state(desk)
}
