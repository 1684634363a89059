//! Who may come in: requests from this computer, to this computer's name, by pages of this server.

use api::ApiError;
use app::domain::{Actor, Role};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{AUTHORIZATION, HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

use crate::caller::Caller;
use crate::commands::refusal;
use crate::server::{Desk, Inner};

/// Refuses other host names (a foreign page may rebind its own name to 127.0.0.1) and other pages' requests.
pub(crate) async fn same_site(State(desk): State<Desk>, request: Request, next: Next) -> Response {
    let port = desk.inner.port;
    let headers = request.headers();
    let known_host = text(headers, &HOST).is_some_and(|host| is_ours(host, port));
    let known_page = match text(headers, &ORIGIN) {
        Some(origin) => origin.strip_prefix("http://").is_some_and(|host| is_ours(host, port)),
        None => !headers.contains_key(ORIGIN),
    };
    if known_host && known_page {
        return next.run(request).await;
    }
    refusal(StatusCode::FORBIDDEN, &ApiError::malformed("this server answers only pages of its own"))
}

fn is_ours(host: &str, port: u16) -> bool {
    [format!("127.0.0.1:{port}"), format!("localhost:{port}")].iter().any(|ours| ours == host)
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Settles in whose name a command runs.
pub(crate) async fn who(State(desk): State<Desk>, mut request: Request, next: Next) -> Response {
    let caller = request.extensions().get::<ConnectInfo<Caller>>().map_or(Caller::Unknown, |found| found.0);
    let Some(actor) = actor(&desk.inner, request.headers(), caller) else {
        let why = "this needs the door's token, or a program of the user who started Showrunner";
        return refusal(StatusCode::UNAUTHORIZED, &ApiError::malformed(why));
    };
    request.extensions_mut().insert(actor);
    next.run(request).await
}

fn actor(inner: &Inner, headers: &HeaderMap, caller: Caller) -> Option<Actor> {
    match text(headers, &AUTHORIZATION) {
        Some(given) => {
            let token = given.strip_prefix("Bearer ")?;
            is_same(token.as_bytes(), inner.token.as_bytes()).then(Actor::owner)
        }
        None => inner.visitor.clone().filter(|visitor| may_visit(visitor.role, caller)),
    }
}

/// Other users of this computer reach its ports too; what they may do at most is look.
fn may_visit(role: Role, caller: Caller) -> bool {
    role == Role::Viewer || caller != Caller::AnotherUser
}

/// Takes as long for a wrong first byte as for a wrong last one.
fn is_same(given: &[u8], wanted: &[u8]) -> bool {
    given.len() == wanted.len() && given.iter().zip(wanted).fold(0, |all, (a, b)| all | (a ^ b)) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_user_of_this_computer_may_look_at_most() {
        for role in [Role::Host, Role::Operator, Role::Owner] {
            assert!(!may_visit(role, Caller::AnotherUser), "{}", role.code());
            assert!(may_visit(role, Caller::ThisUser));
        }
        assert!(may_visit(Role::Viewer, Caller::AnotherUser));
    }
}
