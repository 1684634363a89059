//! The local server, asked the way browsers and strangers ask.
#![expect(clippy::expect_used, reason = "a test that cannot set its stage has failed")]

use app::domain::{Actor, Role};
use app::{App, Home, SystemClock};
use futures_util::StreamExt as _;
use screens::{Door, Options, Server};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const START: &str = r#"{"language":"vi","market":"vn","brand":"Mộc Lan","purpose":"planAndSell"}"#;

struct Studio {
    folder: TempDir,
    app: App,
    server: Server,
}

async fn studio(role: Role) -> Studio {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(Home::at(folder.path()), SystemClock);
    app.open(&folder.path().join("brand.showrunner")).expect("a workspace");
    let options = Options { port: 0, visitor: Some(Actor::with_role(role)) };
    let server = Server::start(app.clone(), options).await.expect("a server");
    Studio { folder, app, server }
}

impl Studio {
    fn host(&self) -> &str {
        self.server.url().trim_start_matches("http://")
    }

    /// Sends a request as written; answers status and body.
    async fn ask(&self, line: &str, headers: &[(&str, &str)], body: &str) -> (u16, String) {
        let mut head = format!("{line} HTTP/1.0\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "Host") {
            head.push_str(&format!("Host: {}\r\n", self.host()));
        }
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(self.host()).await.expect("connected");
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).await.expect("sent");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).await.expect("answered");
        let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let body = answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
        (status, body)
    }

    async fn call(&self, command: &str, body: &str) -> (u16, Value) {
        let (status, body) =
            self.ask(&format!("POST /api/{command}"), &[("Content-Type", "application/json")], body).await;
        (status, serde_json::from_str(&body).unwrap_or(Value::Null))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_over_http_answers_as_in_the_window() {
    let studio = studio(Role::Owner).await;
    let (status, state) = studio.call("workspace_start", START).await;
    assert_eq!(status, 200, "{state}");
    assert_eq!(state["workspace"]["brand"], "Mộc Lan");
    assert_eq!(state["origin"], studio.server.url());
    let (status, refused) = studio.call("workspace_start", r#"{"brand":1}"#).await;
    assert_eq!((status, &refused["code"]), (422, &json!("badRequest")));
    let (status, refused) = studio.call("no_such_command", "").await;
    assert_eq!((status, &refused["code"]), (404, &json!("unknownCommand")));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_foreign_page_gets_in_neither_by_name_nor_by_form() {
    let studio = studio(Role::Owner).await;
    let json = ("Content-Type", "application/json");
    let line = "POST /api/workspace_state";
    let (status, _) = studio.ask(line, &[json, ("Host", "evil.example:80")], "{}").await;
    assert_eq!(status, 403, "a name rebound to this computer");
    let (status, _) = studio.ask(line, &[json, ("Origin", "https://evil.example")], "{}").await;
    assert_eq!(status, 403, "a script of a foreign page");
    let (status, _) = studio.ask(line, &[json, ("Origin", "null")], "{}").await;
    assert_eq!(status, 403, "a page without a place");
    let (status, _) = studio.ask(line, &[("Content-Type", "text/plain")], "{}").await;
    assert_eq!(status, 415, "a form");
    let own = studio.server.url();
    let (status, _) = studio.ask(line, &[json, ("Origin", own)], "{}").await;
    assert_eq!(status, 200, "our own page");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_has_the_role_the_server_was_started_with_and_the_door_is_the_owners() {
    let studio = studio(Role::Viewer).await;
    let (status, refused) = studio.call("workspace_start", START).await;
    assert_eq!((status, &refused["code"]), (403, &json!("forbidden")));
    assert_eq!(refused["params"]["needs"], "owner");

    let workspace = studio.folder.path().join("brand.showrunner");
    let door = loop {
        if let Some(door) = Door::read(&workspace) {
            break door;
        }
        tokio::task::yield_now().await;
    };
    let request: Value = serde_json::from_str(START).expect("JSON");
    let reply = tokio::task::spawn_blocking(move || door.call("workspace_start", &request))
        .await
        .expect("ran")
        .expect("answered");
    assert!(reply.is_ok, "{}", reply.body);

    let wrong = [("Content-Type", "application/json"), ("Authorization", "Bearer wrong")];
    let (status, _) = studio.ask("POST /api/workspace_state", &wrong, "{}").await;
    assert_eq!(status, 401, "a wrong token is not a visitor");

    studio.server.stop().await;
    assert!(Door::read(&workspace).is_none(), "no door stays behind");
    assert_eq!(studio.app.origin(), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_window_hears_of_every_change_and_of_a_gap() {
    let studio = studio(Role::Owner).await;
    let url = format!("ws://{}/api/changes", studio.host());
    let (mut window, _) = tokio_tungstenite::connect_async(url).await.expect("connected");
    studio.app.announce(app::domain::Change::Hosts);
    let notice = window.next().await.expect("open").expect("a message");
    let notice: Value = serde_json::from_str(notice.to_text().expect("text")).expect("JSON");
    assert_eq!(notice, json!({ "change": "hosts", "id": null }));
    // The window reads nothing while more changes than are kept go by.
    for _ in 0..200_000 {
        studio.app.announce(app::domain::Change::Catalogue);
    }
    let told_of_the_gap = async {
        while let Some(Ok(notice)) = window.next().await {
            if notice.to_text().is_ok_and(|text| text.contains("everything")) {
                return true;
            }
        }
        false
    };
    assert!(told_of_the_gap.await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dropped_file_is_kept_under_its_own_name_until_the_server_ends() {
    let studio = studio(Role::Operator).await;
    let (status, kept) = studio.ask("POST /upload?name=..%2F%C4%91%C6%A1n.csv", &[], "a,b\n1,2\n").await;
    assert_eq!(status, 200, "{kept}");
    let kept: Value = serde_json::from_str(&kept).expect("JSON");
    let path = std::path::PathBuf::from(kept["path"].as_str().expect("a path"));
    assert_eq!(path.file_name().and_then(|name| name.to_str()), Some("đơn.csv"));
    assert_eq!(std::fs::read_to_string(&path).expect("there"), "a,b\n1,2\n");
    studio.server.stop().await;
    assert!(!path.exists(), "it may hold buyers' names: it does not outlive the server");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_viewer_leaves_no_files() {
    let studio = studio(Role::Viewer).await;
    let (status, _) = studio.ask("POST /upload?name=a.csv", &[], "a").await;
    assert_eq!(status, 403);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_says_what_it_may_load() {
    let studio = studio(Role::Owner).await;
    let mut stream = TcpStream::connect(studio.host()).await.expect("connected");
    let request = format!("GET / HTTP/1.0\r\nHost: {}\r\n\r\n", studio.host());
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("answered");
    let answer = answer.to_lowercase();
    for needed in ["content-security-policy: default-src 'self'", "x-content-type-options: nosniff"] {
        assert!(answer.contains(needed), "{answer}");
    }
}
