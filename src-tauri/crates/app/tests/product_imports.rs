//! A file of products comes in once, as one step, and says before what it will do.
#![expect(clippy::expect_used, reason = "a test that cannot set its stage fails with the reason")]

use std::path::{Path, PathBuf};

use app::imports::{self, Ask, Preview, RowState, Value};
use app::store::import::ImportState;
use app::store::search::CatalogueQuery;
use app::store::workspace::Purpose;
use app::{App, Error, Home, SystemClock, catalogue, lineups, on_air, sessions, simulcast, workspaces};
use domain::id::{ProductId, SessionId, SlotId};
use domain::session::{Goal, LocalStart, SessionPlan};
use domain::{Actor, Change, Currency, Language, Market, Money, Role};

struct Studio {
    app: App,
    owner: Actor,
    folder: tempfile::TempDir,
}

fn studio(market: Market) -> Studio {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(Home::at(folder.path()), SystemClock);
    let (brand, purpose) = ("Mộc Lan".to_owned(), Purpose::PlanAndSell);
    workspaces::start(&app, &workspaces::Start { language: Language::Vi, market, brand, purpose })
        .expect("a workspace");
    Studio { app, owner: Actor::owner(), folder }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/fixture").join(name)
}

const HEADER: &str = "Title,URL handle,Option1 name,Option1 value,SKU,Price,Compare-at price,Cost per item,\
                      Inventory quantity,Product image URL\n";

impl Studio {
    fn file(&self, name: &str, rows: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, format!("{HEADER}{rows}")).expect("the file is written");
        path
    }

    fn look(&self, path: &Path) -> Preview {
        let ask = Ask { path: path.to_owned(), ..Ask::default() };
        imports::look(&self.app, &self.owner, &ask).expect("a preview")
    }

    fn take_in(&self, path: &Path) -> app::store::import::Import {
        let preview = self.look(path);
        imports::commit(&self.app, &self.owner, preview.id).expect("the file comes in")
    }

    /// A session with one product in its line-up.
    fn session_with(&self, product: ProductId) -> (SessionId, SlotId) {
        let plan = SessionPlan {
            title: "Đêm hội áo".to_owned(),
            market: Market::Vn,
            start: LocalStart::parse("2031-12-01T20:00", "Asia/Ho_Chi_Minh", None).expect("a time"),
            length_ms: 7_200_000,
            channels: Vec::new(),
            hosts: Vec::new(),
            goal: Goal::default(),
            note: String::new(),
        };
        let session = sessions::create(&self.app, &self.owner, plan).expect("a session").session.id;
        let open = lineups::add(&self.app, &self.owner, session, &[product], None).expect("a slot");
        (session, open.lineup.slots()[0].id)
    }

    fn titles(&self, text: &str) -> Vec<String> {
        let query = CatalogueQuery { text: text.to_owned(), limit: 500, ..CatalogueQuery::default() };
        let page = catalogue::page(&self.app, &self.owner, &query).expect("a page");
        page.rows.into_iter().map(|row| row.title).collect()
    }

    fn row(&self, text: &str) -> app::store::search::CatalogueRow {
        let query = CatalogueQuery { text: text.to_owned(), limit: 2, ..CatalogueQuery::default() };
        let mut page = catalogue::page(&self.app, &self.owner, &query).expect("a page");
        assert_eq!(page.total, 1, "exactly one row is {text}");
        page.rows.remove(0)
    }
}

fn counts(preview: &Preview) -> [u64; 5] {
    let c = preview.report.counts;
    [c.read, c.new, c.changed, c.unchanged, c.rejected]
}

fn dong(amount: i64) -> Option<Money> {
    Some(Money::from_minor(amount, Currency::Vnd))
}

#[test]
fn both_headers_of_shopify_come_in_and_the_same_file_again_changes_nothing() {
    for (name, market) in [
        ("shopify-product-template.csv", Market::Us),
        ("shopify-products-current.csv", Market::Gb),
        ("shopify-products-vi.csv", Market::Vn),
    ] {
        let studio = studio(market);
        let first = studio.look(&fixture(name));
        let [read, new, changed, unchanged, rejected] = counts(&first);
        assert!(new > 0 && changed == 0 && first.report.ready(), "{name} brings something new");
        assert_eq!(read, new + unchanged + rejected, "every row of {name} went somewhere");
        let import = imports::commit(&studio.app, &studio.owner, first.id).expect("it comes in");
        assert_eq!(import.counts, first.report.counts, "what was shown is what was done");

        let again = studio.look(&fixture(name));
        let [_, new, changed, _, _] = counts(&again);
        assert_eq!((new, changed), (0, 0), "the second import of {name} is all unchanged");
        assert!(!again.report.ready(), "there is nothing to take in");
        assert_eq!(again.report.earlier.as_ref().map(|earlier| earlier.id), Some(import.id));
    }
}

#[test]
fn a_workspace_without_a_brand_asks_for_the_currency() {
    let folder = tempfile::tempdir().expect("a folder");
    let app = App::new(Home::at(folder.path()), SystemClock);
    app.open(&folder.path().join("new.showrunner")).expect("a new file");
    let owner = Actor::owner();
    let mut ask = Ask { path: fixture("shopify-products-current.csv"), ..Ask::default() };
    let preview = imports::look(&app, &owner, &ask).expect("a preview");
    let open: Vec<_> = preview.report.questions.iter().filter(|question| question.answer.is_none()).collect();
    assert_eq!(open.iter().map(|question| question.key.as_str()).collect::<Vec<_>>(), ["currency"]);
    assert!(imports::commit(&app, &owner, preview.id).is_err(), "it waits for the answer");

    ask.answers.insert("currency".to_owned(), "GBP".to_owned());
    let preview = imports::look(&app, &owner, &ask).expect("a preview");
    let import = imports::commit(&app, &owner, preview.id).expect("it comes in");
    assert!(import.counts.new > 0);
}

#[test]
fn an_import_is_undone_as_one_step_and_repeated_and_the_register_knows() {
    let studio = studio(Market::Vn);
    studio.take_in(&studio.file("a.csv", "Áo cũ,ao-cu,,,AC-1,100000,,,1,\n"));
    let path = studio.file("b.csv", "Áo cũ,ao-cu,,,AC-1,120000,,,1,\nĐầm mới,dam-moi,,,DM-1,300000,,,,\n");
    let import = studio.take_in(&path);
    assert_eq!((import.counts.new, import.counts.changed), (1, 1));
    assert_eq!(studio.titles("dam"), ["Đầm mới"]);

    let step = app::undo(&studio.app, &studio.owner).expect("undo").expect("a step");
    assert_eq!((step.verb.as_str(), step.subject.as_str()), ("product_import", "b.csv"));
    assert_eq!(studio.titles(""), ["Áo cũ"]);
    assert_eq!(studio.row("ac-1").variant.price, dong(100_000), "the price before the import is back");
    let state = |id| {
        let all = imports::all(&studio.app).expect("the register");
        all.into_iter().find(|import| import.id == id).map(|import| import.state)
    };
    assert_eq!(state(import.id), Some(ImportState::Undone));

    app::redo(&studio.app, &studio.owner).expect("redo");
    assert_eq!(studio.row("ac-1").variant.price, dong(120_000));
    assert_eq!(state(import.id), Some(ImportState::Live));
}

#[test]
fn an_import_is_undone_from_the_register_unless_later_work_stands_on_it() {
    let studio = studio(Market::Vn);
    let first = studio.take_in(&studio.file("a.csv", "Áo,ao,,,AO-1,100000,,,1,\n"));
    let second = studio.take_in(&studio.file("b.csv", "Quần,quan,,,QU-1,200000,,,1,\n"));
    let undone =
        imports::undo(&studio.app, &studio.owner, first.id).expect("out of turn, nothing in the way");
    assert_eq!(undone.state, ImportState::Undone);
    assert_eq!(studio.titles(""), ["Quần"]);

    let row = studio.row("qu-1");
    let dearer = catalogue::VariantEdit::Price(dong(250_000));
    catalogue::edit_variant(&studio.app, &studio.owner, row.variant.id, &dearer).expect("an edit");
    let refused = imports::undo(&studio.app, &studio.owner, second.id);
    assert!(matches!(refused, Err(Error::Store(app::store::Error::UndoCollides))), "{refused:?}");
    assert_eq!(studio.row("qu-1").variant.price, dong(250_000), "nothing was lost");
    assert!(imports::undo(&studio.app, &studio.owner, first.id).is_err(), "it is undone already");
}

#[test]
fn an_empty_cell_keeps_what_is_there_and_a_changed_row_says_what_becomes_of_it() {
    let studio = studio(Market::Vn);
    studio
        .take_in(&studio.file("a.csv", "Son môi,son,Màu,Đỏ,SM-1,199000,249000,60000,7,https://a.vn/1.jpg\n"));
    let preview = studio.look(&studio.file("b.csv", "Son môi lì,son,Màu,Đỏ,SM-1,189000,,,,\n"));
    assert_eq!(counts(&preview), [1, 0, 1, 0, 0]);
    let (total, rows) =
        imports::rows(&studio.app, &studio.owner, preview.id, RowState::Changed, 0, 10).expect("rows");
    assert_eq!((total, rows.len(), rows[0].row), (1, 1, 2));
    let fields: Vec<_> = rows[0].fields.iter().map(|change| change.field).collect();
    assert_eq!(fields, ["title", "price"], "only what differs is shown");
    assert_eq!(rows[0].fields[1].was, dong(199_000).map(Value::Money));
    assert_eq!(rows[0].fields[1].becomes, dong(189_000).map(Value::Money));

    imports::commit(&studio.app, &studio.owner, preview.id).expect("it comes in");
    let row = studio.row("sm-1");
    assert_eq!((row.title.as_str(), row.variant.price), ("Son môi lì", dong(189_000)));
    assert_eq!((row.variant.compare_at, row.variant.cost), (dong(249_000), dong(60_000)));
    assert_eq!((row.variant.stock, row.image.as_deref()), (Some(7), Some("https://a.vn/1.jpg")));
    assert!(
        matches!(imports::commit(&studio.app, &studio.owner, preview.id), Err(Error::PreviewGone)),
        "a preview comes in once"
    );
}

#[test]
fn a_code_of_another_product_a_picture_that_is_no_address_and_a_foreign_price_are_refused_in_words() {
    let studio = studio(Market::Vn);
    studio.take_in(&studio.file("a.csv", "Áo,ao,,,AO-1,100000,,,1,\n"));
    let rows = "Quần,quan,,,AO-1,100000,,,1,\n\
                Nón,non,,,NON-1,50000,,,1,javascript:alert(1)\n\
                Vớ,vo,,,VO-1,£3.50,,,1,\n\
                Dây,day,,,DAY-1,10000,,,1,\n";
    let path = studio.file("b.csv", rows);
    let preview = studio.look(&path);
    assert_eq!(counts(&preview), [4, 1, 0, 0, 3]);
    let codes: Vec<_> =
        preview.report.rejects.iter().map(|reject| (reject.row, reject.expectation.code.as_str())).collect();
    assert_eq!(codes, [(2, "skuElsewhere"), (3, "webAddress"), (4, "currency")]);
    let import = imports::commit(&studio.app, &studio.owner, preview.id).expect("the rest comes in");
    assert_eq!((import.counts.new, import.counts.rejected), (1, 3));
    assert_eq!(studio.titles(""), ["Áo", "Dây"]);
}

#[test]
fn refused_rows_can_be_saved_with_their_reasons() {
    let studio = studio(Market::Vn);
    let preview = studio.look(&studio.file("a.csv", "Áo,ao,,,AO-1,mười đồng,,,1,\n"));
    assert_eq!(counts(&preview), [1, 0, 0, 0, 1]);
    let to = studio.folder.path().join("rejects.csv");
    assert_eq!(imports::save_rejects(&studio.app, preview.id, &to).expect("saved"), 1);
    let text = std::fs::read_to_string(&to).expect("the file is there");
    assert!(text.contains("\"2\",\"Price\",\"mười đồng\""), "{text}");
    let nowhere = studio.folder.path().join("none/rejects.csv");
    let refused = imports::save_rejects(&studio.app, preview.id, &nowhere);
    assert!(matches!(refused, Err(Error::FolderMissing(_))), "{refused:?}");
}

#[test]
fn someone_who_does_not_see_money_neither_sees_nor_sets_cost() {
    let studio = studio(Market::Vn);
    studio.take_in(&studio.file("a.csv", "Áo,ao,,,AO-1,100000,,40000,1,\n"));
    let operator = Actor::with_role(Role::Operator);
    let query = CatalogueQuery { limit: 10, ..CatalogueQuery::default() };
    let page = catalogue::page(&studio.app, &operator, &query).expect("a page");
    assert_eq!(page.rows[0].variant.cost, None);
    let edit = catalogue::VariantEdit::Cost(dong(1));
    let refused = catalogue::edit_variant(&studio.app, &operator, page.rows[0].variant.id, &edit);
    assert!(matches!(refused, Err(Error::Forbidden { .. })));

    let ask = Ask {
        path: studio.file("b.csv", "Áo,ao,,,AO-1,110000,,45000,1,\nQuần,quan,,,QU-1,1000,,500,1,\n"),
        ..Ask::default()
    };
    let preview = imports::look(&studio.app, &operator, &ask).expect("a preview");
    for state in [RowState::Changed, RowState::New] {
        let (_, rows) = imports::rows(&studio.app, &operator, preview.id, state, 0, 10).expect("rows");
        assert!(rows.iter().flat_map(|row| &row.fields).all(|change| change.field != "cost"));
    }
    imports::commit(&studio.app, &operator, preview.id).expect("it comes in");
    assert_eq!(studio.row("ao-1").variant.cost, dong(40_000), "the cost the owner set stays");
    assert_eq!(studio.row("qu-1").variant.cost, None);
}

#[test]
fn a_file_nobody_knows_is_asked_about_and_not_guessed() {
    let studio = studio(Market::Vn);
    let path = studio.folder.path().join("x.csv");
    std::fs::write(&path, "foo,bar\n1,2\n").expect("written");
    let preview = studio.look(&path);
    assert_eq!(preview.report.kind, None);
    assert_eq!(preview.report.questions[0].key, "kind");
    assert!(imports::commit(&studio.app, &studio.owner, preview.id).is_err(), "nothing comes in unanswered");
    let missing = Ask { path: studio.folder.path().join("none.csv"), ..Ask::default() };
    let refused = imports::look(&studio.app, &studio.owner, &missing);
    assert!(matches!(refused, Err(Error::File(app::exchange::FileError::Missing { .. }))));
}

#[test]
fn links_and_pictures_are_addresses_of_the_web_or_refused() {
    let studio = studio(Market::Vn);
    let new = |link: &str, image: &str| catalogue::NewProduct {
        title: "Áo".to_owned(),
        link: Some(link.to_owned()),
        image: Some(image.to_owned()),
        ..catalogue::NewProduct::default()
    };
    for link in ["javascript:alert(1)", "ftp://a.vn/x", "moclan.vn/ao", "https://"] {
        let refused = catalogue::create(&studio.app, &studio.owner, new(link, ""));
        assert!(matches!(refused, Err(Error::NotAnAddress { field: "link", .. })), "{link}: {refused:?}");
    }
    let local = studio.folder.path().join("ao.jpg").display().to_string();
    let made = catalogue::create(&studio.app, &studio.owner, new(" https://moclan.vn/ao ", &local))
        .expect("a product with a picture of this computer");
    assert_eq!(made.product.link.as_deref(), Some("https://moclan.vn/ao"));
    assert_eq!(made.product.image, Some(local));
    assert_eq!(studio.titles(""), ["Áo"], "refused products left nothing");
}

#[test]
fn a_product_in_a_line_up_stays_until_it_is_taken_out_and_the_refusal_names_the_session() {
    let studio = studio(Market::Vn);
    let import =
        studio.take_in(&studio.file("a.csv", "Áo,ao,,,AO-1,100000,,,1,\nQuần,quan,,,QU-1,9000,,,1,\n"));
    let [shirt, trousers] = ["ao-1", "qu-1"].map(|sku| studio.row(sku).variant.product);
    studio.session_with(shirt);

    let refused = catalogue::delete(&studio.app, &studio.owner, &[trousers, shirt]);
    assert!(
        matches!(&refused, Err(Error::ProductInLineup { product, session }) if product == "Áo" && session == "Đêm hội áo"),
        "{refused:?}"
    );
    assert_eq!(studio.titles(""), ["Áo", "Quần"], "none of them went");
    let refused = imports::undo(&studio.app, &studio.owner, import.id);
    assert!(matches!(refused, Err(Error::Store(app::store::Error::UndoCollides))), "{refused:?}");
    catalogue::delete(&studio.app, &studio.owner, &[trousers]).expect("nothing needs it");
    assert_eq!(studio.titles(""), ["Áo"]);
}

#[test]
fn an_import_that_is_undone_while_its_product_is_on_screen_takes_its_price_from_the_shop() {
    let studio = studio(Market::Vn);
    let (app, owner) = (&studio.app, &studio.owner);
    studio.take_in(&studio.file("a.csv", "Áo,ao,,,AO-1,100000,,,1,\n"));
    let (session, slot) = studio.session_with(studio.row("ao-1").variant.product);
    sessions::schedule(app, owner, session).expect("an announcement");
    on_air::start(app, owner, session, None).expect("on air");
    on_air::take(app, owner, session, slot, None).expect("a take");
    let import = studio.take_in(&studio.file("b.csv", "Áo,ao,,,AO-1,120000,,,1,\n"));
    let told = || {
        let manifest = simulcast::window(app, session).expect("a state").manifest;
        let price = manifest.lineup[0].list_price.clone().expect("a price");
        (price.amount, manifest.stamp.revision)
    };
    let (price, revision) = told();
    assert_eq!(price, "120000");

    let mut changes = app.changes();
    imports::undo(app, owner, import.id).expect("it is taken back");
    let (price, later) = told();
    assert_eq!(price, "100000");
    assert!(later > revision);
    let log = on_air::log_page(app, session, None, 50).expect("a log");
    let kinds: Vec<_> = log.entries.iter().rev().map(|sealed| sealed.entry.event.kind().code()).collect();
    assert_eq!(kinds, ["went_live", "took", "repriced", "repriced"], "the desk knows what was said when");
    let announced: Vec<_> = std::iter::from_fn(|| changes.try_recv().ok()).collect();
    assert!(announced.contains(&Change::OnAir(session)), "{announced:?}");
}

#[test]
fn redo_repeats_what_was_undone_last_even_after_an_import_was_undone_out_of_turn() {
    let studio = studio(Market::Vn);
    let (app, owner) = (&studio.app, &studio.owner);
    studio.take_in(&studio.file("a.csv", "Áo,ao,,,AO-1,100000,,,1,\n"));
    let import = studio.take_in(&studio.file("b.csv", "Quần,quan,,,QU-1,200000,,,1,\n"));
    let dearer = catalogue::VariantEdit::Price(dong(150_000));
    catalogue::edit_variant(app, owner, studio.row("ao-1").variant.id, &dearer).expect("an edit");
    imports::undo(app, owner, import.id).expect("out of turn");
    app::undo(app, owner).expect("undo").expect("the edit");
    assert_eq!(studio.row("ao-1").variant.price, dong(100_000));

    app::redo(app, owner).expect("redo").expect("the edit");
    assert_eq!(studio.row("ao-1").variant.price, dong(150_000));
    assert_eq!(studio.titles(""), ["Áo"], "the import stays undone");
    app::redo(app, owner).expect("redo").expect("the import");
    assert_eq!(studio.titles(""), ["Áo", "Quần"]);
    assert!(app::redo(app, owner).expect("redo").is_none());
}
