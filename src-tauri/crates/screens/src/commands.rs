//! Commands over HTTP: JSON in, JSON out, one route for the whole list.

use api::{ApiError, ErrorCode};
use app::domain::Actor;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use serde_json::{Map, Value};

use crate::server::Desk;

/// `POST /api/{command}`. The handler runs on a thread of its own, so a slow one holds up nobody.
pub(crate) async fn call(
    State(desk): State<Desk>,
    Extension(by): Extension<Actor>,
    Path(command): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    // A form of a foreign page can be posted without asking, but never as JSON.
    if !is_json(&headers) {
        let refused = ApiError::malformed("the content type must be application/json");
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, &refused);
    }
    let request = if body.is_empty() {
        Value::Object(Map::new())
    } else {
        match serde_json::from_slice(&body) {
            Ok(request) => request,
            Err(error) => return refusal(StatusCode::BAD_REQUEST, &ApiError::malformed(error.to_string())),
        }
    };
    let ran = tokio::task::spawn_blocking(move || api::call(&desk.app, &by, &command, request)).await;
    match ran {
        Ok(Ok(answer)) => ([(CACHE_CONTROL, "no-store")], Json(answer)).into_response(),
        Ok(Err(error)) => refusal(status(error.code), &error),
        Err(broken) => {
            tracing::error!(%broken, "a command broke off");
            refusal(StatusCode::INTERNAL_SERVER_ERROR, &ApiError::failure("the command broke off"))
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let given = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    given.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

/// An error in its wire form.
pub(crate) fn refusal(status: StatusCode, error: &ApiError) -> Response {
    (status, [(CACHE_CONTROL, "no-store")], Json(error)).into_response()
}

/// The window goes by the code; the status is for whoever reads HTTP.
fn status(code: ErrorCode) -> StatusCode {
    if matches!(code, ErrorCode::Internal | ErrorCode::DiskFull | ErrorCode::ReadOnly) {
        StatusCode::INTERNAL_SERVER_ERROR
    } else if code == ErrorCode::Forbidden {
        StatusCode::FORBIDDEN
    } else if matches!(code, ErrorCode::NotFound | ErrorCode::UnknownCommand) {
        StatusCode::NOT_FOUND
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    }
}
