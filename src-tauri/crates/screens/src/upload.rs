//! Files dropped on a browser window: kept in a folder that ends with the server, and named by their path.

use std::io;
use std::path::{Path, PathBuf};

use api::ApiError;
use app::domain::{Actor, Role};
use axum::body::Body;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use tokio::fs::{self, File};
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

use crate::commands::refusal;
use crate::server::Desk;

/// The largest file taken, bytes: ten times a million sale lines.
const LARGEST: u64 = 2 * 1024 * 1024 * 1024;
/// The longest name kept, characters.
const LONGEST_NAME: usize = 120;

/// The file's own name.
#[derive(Debug, Deserialize)]
pub(crate) struct Named {
    name: String,
}

/// Where the file is now.
#[derive(Debug, Serialize)]
struct Kept {
    path: PathBuf,
}

/// `POST /upload?name=`: the body is the file. For those who may import.
pub(crate) async fn upload(
    State(desk): State<Desk>,
    Extension(by): Extension<Actor>,
    Query(named): Query<Named>,
    body: Body,
) -> Response {
    if by.role < Role::Operator {
        let refused = app::Error::Forbidden { needs: Role::Operator };
        return refusal(StatusCode::FORBIDDEN, &refused.into());
    }
    // A folder for each, so that two files of one name do not meet.
    let folder = desk.inner.dropped.path().join(Uuid::now_v7().to_string());
    let path = folder.join(plain_name(&named.name));
    match keep(&folder, &path, body).await {
        Ok(true) => Json(Kept { path }).into_response(),
        Ok(false) => {
            drop(fs::remove_dir_all(&folder).await);
            refusal(StatusCode::PAYLOAD_TOO_LARGE, &ApiError::malformed("the file is larger than 2 GB"))
        }
        Err(error) => {
            drop(fs::remove_dir_all(&folder).await);
            tracing::warn!(%error, "a dropped file could not be kept");
            let error = app::Error::Workspace { path, error: error.into() };
            refusal(StatusCode::INTERNAL_SERVER_ERROR, &error.into())
        }
    }
}

/// Writes the body to `path`; answers whether it was small enough.
async fn keep(folder: &Path, path: &Path, body: Body) -> io::Result<bool> {
    fs::create_dir_all(folder).await?;
    let mut file = File::create(path).await?;
    let mut parts = body.into_data_stream();
    let mut length = 0_u64;
    while let Some(part) = parts.next().await {
        let part = part.map_err(io::Error::other)?;
        length += part.len() as u64;
        if length > LARGEST {
            return Ok(false);
        }
        file.write_all(&part).await?;
    }
    file.flush().await?;
    Ok(true)
}

/// The last part of the name, without what a file system or a terminal would take for something else.
fn plain_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let plain = last.chars().map(|c| if c.is_control() || r#"<>:"|?*"#.contains(c) { '_' } else { c });
    let plain: String = plain.take(LONGEST_NAME).collect();
    if plain.trim_matches(['.', ' ']).is_empty() { "file".to_owned() } else { plain }
}

#[cfg(test)]
mod tests {
    use super::plain_name;

    #[test]
    fn a_dropped_name_never_leads_out_of_its_folder() {
        assert_eq!(plain_name("đơn hàng.csv"), "đơn hàng.csv");
        assert_eq!(plain_name("../../etc/passwd"), "passwd");
        assert_eq!(plain_name(r"C:\orders\a.xlsx"), "a.xlsx");
        assert_eq!(plain_name(".."), "file");
        assert_eq!(plain_name("a\n?.csv"), "a__.csv");
    }
}
