//! The window: opened on a workspace, beside the local server for overlay and demo shop, closed with care.

use std::sync::{Mutex, PoisonError};

use app::App;
use app::domain::{Actor, Role};
use app::sender::{Pace, Sending};
use app::watch::{self, Watching};
use screens::{Options, Server};
use tauri::{AppHandle, Manager, RunEvent, WebviewUrl, WebviewWindowBuilder, WindowEvent};

use crate::opening::Opening;
use crate::{ask, ipc};

/// Label of the one window; its role follows from it.
pub(crate) const MAIN: &str = "main";

/// Where overlays look for the local server as long as the port is free: an address that survives a restart.
const USUAL_PORT: u16 = 4790;

/// What runs beside the window, taken out when it is stopped: the sender, who watches folders, and the local server if
/// it started.
struct Serving(Mutex<Option<(Sending, Watching, Option<Server>)>>);

/// Opens the workspace and the window, and returns when the program ends.
///
/// # Errors
/// When the system has no webview or no display.
pub(crate) fn run(app: App, opening: Opening) -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_opener::init())
        .manage(app)
        .invoke_handler(tauri::generate_handler![ipc::call])
        .setup(move |setting| {
            set_up(setting.handle(), &opening)?;
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|handle, event| match event {
            RunEvent::WindowEvent { label, event: WindowEvent::CloseRequested { api, .. }, .. }
                if label == MAIN && ask::is_live(&handle.state::<App>()) =>
            {
                api.prevent_close();
                ask::before_closing(handle, &handle.state::<App>());
            }
            RunEvent::Exit => stop(handle),
            _ => {}
        });
    Ok(())
}

fn set_up(handle: &AppHandle, opening: &Opening) -> tauri::Result<()> {
    let app = handle.state::<App>().inner().clone();
    if let Err(error) = opening.open(&app) {
        ask::refuse(handle, &error);
        return Ok(());
    }
    let beside = tauri::async_runtime::block_on(async {
        let watching = Watching::start(app.clone(), watch::Pace::default());
        (Sending::start(app.clone(), Pace::default()), watching, serve(&app).await)
    });
    handle.manage(Serving(Mutex::new(Some(beside))));
    tauri::async_runtime::spawn(ipc::announce(app, handle.clone()));
    WebviewWindowBuilder::new(handle, MAIN, WebviewUrl::default())
        .title("Showrunner")
        .inner_size(1280.0, 800.0)
        .min_inner_size(1024.0, 700.0)
        .build()?;
    Ok(())
}

/// Starts the local server; without it the window still works, only overlay and demo shop do not.
async fn serve(app: &App) -> Option<Server> {
    // Whoever looks from this computer's browsers, OBS among them, may look and no more.
    let options = |port| Options { port, visitor: Some(Actor::with_role(Role::Viewer)) };
    match Server::start(app.clone(), options(USUAL_PORT)).await {
        Ok(server) => return Some(server),
        Err(error) => tracing::info!(%error, "the usual port is taken"),
    }
    Server::start(app.clone(), options(0))
        .await
        .inspect_err(|error| tracing::error!(%error, "overlay and demo shop are not served"))
        .ok()
}

fn stop(handle: &AppHandle) {
    let serving = handle.try_state::<Serving>();
    let beside = serving.and_then(|serving| serving.0.lock().unwrap_or_else(PoisonError::into_inner).take());
    if let Some((sending, watching, server)) = beside {
        tauri::async_runtime::block_on(async {
            if let Some(server) = server {
                server.stop().await;
            }
            watching.stop().await;
            sending.stop().await;
        });
    }
    handle.state::<App>().close();
}
