//! The WordPress plugin as a file to install: what `storefront` wrote for it, with the widget beside it.

use std::io::{Cursor, Write as _};

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use storefront::wordpress::PLUGIN;
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

use crate::pages;

/// `showrunner-live.zip`.
pub(crate) async fn plugin() -> Response {
    let Some(widget) = pages::built("widget/live-session.js") else {
        return StatusCode::SERVICE_UNAVAILABLE.into_response();
    };
    match packed(&widget) {
        Ok(bytes) => {
            let name = "attachment; filename=\"showrunner-live.zip\"";
            let headers =
                [(CONTENT_TYPE, "application/zip"), (CONTENT_DISPOSITION, name), (CACHE_CONTROL, "no-cache")];
            (headers, bytes).into_response()
        }
        Err(error) => {
            tracing::error!(%error, "the plugin could not be packed");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn packed(widget: &[u8]) -> ZipResult<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let files = PLUGIN.iter().map(|file| (file.path, file.text.as_bytes()));
    for (path, bytes) in files.chain([("showrunner-live/live-session.js", widget)]) {
        archive.start_file(path, SimpleFileOptions::default().unix_permissions(0o644))?;
        archive.write_all(bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}
