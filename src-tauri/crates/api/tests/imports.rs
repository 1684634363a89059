//! Files come in and go out again through the door, as a window asks for it.
#![expect(clippy::expect_used, clippy::panic, reason = "a file that cannot come in fails its test")]

use app::{App, Home, SystemClock};
use domain::Actor;
use serde_json::{Value, json};

struct Door {
    app: App,
    folder: tempfile::TempDir,
}

impl Door {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let app = App::new(Home::at(folder.path().join("home")), SystemClock);
        let door = Self { app, folder };
        door.ask(
            "workspace_start",
            json!({ "language": "vi", "market": "vn", "brand": "Mộc Lan", "purpose": "planAndSell" }),
        );
        door
    }

    fn ask(&self, name: &str, request: Value) -> Value {
        api::call(&self.app, &Actor::owner(), name, request)
            .unwrap_or_else(|error| panic!("{name}: {error:?}"))
    }

    fn refused(&self, name: &str, request: Value) -> Value {
        let error = api::call(&self.app, &Actor::owner(), name, request).expect_err("it is refused");
        serde_json::to_value(error).expect("an error can be packed")
    }

    fn preview(&self, name: &str, text: &str) -> Value {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).expect("a file");
        let answers = json!({ "currency": "VND", "zone": "Asia/Ho_Chi_Minh", "dateForm": "ymd" });
        self.ask("import_preview", json!({ "path": path, "answers": answers }))
    }

    fn take_in(&self, name: &str, text: &str) -> Value {
        let preview = self.preview(name, text);
        assert_eq!(preview["ready"], true, "{preview:#}");
        self.ask("import_commit", json!({ "previewId": preview["previewId"] }))
    }

    fn products(&self) -> Value {
        let page = json!({ "query": "", "sort": "title", "descending": false, "offset": 0, "limit": 10 });
        self.ask("catalogue_page", page)["total"].clone()
    }

    /// Takes an import back, and finds that it cannot be taken back twice.
    fn take_back(&self, import: &Value) {
        let undone = self.ask("import_undo", json!({ "importId": import["importId"] }));
        assert_eq!(undone["state"], "undone");
        let all = self.ask("import_all", json!({}));
        let states: Vec<&Value> =
            all["imports"].as_array().expect("imports").iter().map(|import| &import["state"]).collect();
        assert!(states.contains(&&json!("undone")), "the register says so: {states:?}");
        let twice = self.refused("import_undo", json!({ "importId": import["importId"] }));
        assert_ne!(twice["code"], "internal", "{twice}");
    }
}

const PRODUCTS: &str =
    "Title,URL handle,SKU,Price,Inventory quantity\nSon đỏ,son-do,S1,189000,5\nSon cam,son-cam,S2,199000,7\n";
const SALES: &str = "Order ID,Order Date,SKU,Product Name,Quantity,Unit Price\nA1,2026-05-01 20:05:00,S1,Son đỏ,2,189000\nA2,2026-05-01 20:06:00,S2,Son cam,1,199000\n";

#[test]
fn products_that_came_in_are_taken_back_as_one_step() {
    let door = Door::open();
    let import = door.take_in("products.csv", PRODUCTS);
    assert_eq!((&import["kind"], door.products()), (&json!("products"), json!(2)));
    door.take_back(&import);
    assert_eq!(door.products(), 0);
    assert_eq!(door.preview("again.csv", PRODUCTS)["counts"]["new"], 2, "what was taken back is new again");
}

#[test]
fn sales_that_came_in_are_taken_back_as_one_step() {
    let door = Door::open();
    let import = door.take_in("sales.csv", SALES);
    assert_eq!((&import["kind"], &import["counts"]["new"]), (&json!("sales"), &json!(2)));
    let again = door.preview("again.csv", SALES);
    assert_eq!((&again["counts"]["unchanged"], &again["ready"]), (&json!(2), &json!(false)));
    door.take_back(&import);
    assert_eq!(door.preview("again.csv", SALES)["counts"]["new"], 2, "what was taken back is new again");
}

#[test]
fn a_workspace_that_cannot_be_opened_is_named() {
    let door = Door::open();
    let file = door.folder.path().join("notes.showrunner");
    std::fs::write(&file, "not a workspace at all, but long enough to be looked at").expect("written");
    let refused = door.refused("workspace_open", json!({ "path": file }));
    assert_eq!(refused["code"], "workspaceDamaged", "{refused}");
    assert_eq!(refused["params"]["file"], file.display().to_string());
    let folder = door.refused("workspace_back_up", json!({ "path": door.folder.path() }));
    assert_eq!(folder["code"], "isAFolder", "{folder}");
    let nowhere = door.folder.path().join("none/copy.showrunner");
    let missing = door.refused("workspace_back_up", json!({ "path": nowhere }));
    assert_eq!(missing["code"], "folderMissing", "{missing}");
}
