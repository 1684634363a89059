//! What sessions spend, fees by category, parts and sums in another currency are what an independent reckoning finds.

use domain::Actor;
use serde_json::{Value, json};
use tests::catalogue::Lot;

use crate::files::fresh_seed;
use crate::margins::{SKUS, cost, desk, shares, terms, theirs, whole};
use crate::sales::{Desk, ON_AIR, SESSIONS};

const HOUR: i64 = 3_600_000;

fn expense(more: Value) -> Value {
    let mut terms = json!({
        "name": "", "kind": "studio", "how": "perSession", "sessionId": null, "market": "vn", "hostId": null,
        "amount": null, "ratePpm": null, "payer": "brand", "firstDay": null, "lastDay": null, "note": "",
    });
    for (key, value) in more.as_object().expect("terms") {
        terms[key] = value.clone();
    }
    terms
}

fn dong(amount: u64) -> Value {
    json!({ "amount": amount.to_string(), "currency": "VND" })
}

/// The catalogue's products by stock code.
fn products(desk: &Desk) -> Vec<(String, String)> {
    let page = json!({ "query": "", "sort": "title", "descending": false, "offset": 0, "limit": 100 });
    let page = desk.call("catalogue_page", page);
    let of = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    page["rows"].as_array().expect("rows").iter().map(|row| (of(row, "sku"), of(row, "productId"))).collect()
}

/// The waterfall of a session is the other side's, and each way of taking it apart adds up to it.
fn assert_closes(desk: &Desk, session: &str, theirs: &Value, seed: u64) {
    let left = desk.call("review_waterfall", json!({ "sessionId": session }));
    let ours = &left["sets"][0]["whole"];
    assert_eq!(ours["missing"], json!([]), "SEED={seed}");
    for (field, name) in [("fees", "brand"), ("cost", "cost"), ("spent", "spent"), ("margin", "margin")] {
        assert_eq!(whole(&ours[field]), theirs[name].as_i64(), "{name} of {session} under SEED={seed}");
    }
    let products = left["sets"][0]["products"].as_array().expect("products").iter();
    let together: Option<i64> = products.map(|product| whole(&product["waterfall"]["margin"])).sum();
    assert_eq!(together, whole(&ours["margin"]), "products of {session} under SEED={seed}");
    for by in ["minute", "band"] {
        let ask = json!({ "sessionId": session, "currency": "VND", "by": by });
        let parts = desk.call("review_parts", ask);
        let parts = parts["parts"].as_array().expect("parts");
        let together: Option<i64> = parts.iter().map(|part| whole(&part["margin"])).sum();
        assert_eq!(together, whole(&ours["margin"]), "by {by}, {session} under SEED={seed}");
    }
}

#[test]
fn a_waterfall_with_categories_and_expenses_is_what_python_finds() {
    let seed = fresh_seed();
    println!("SEED={seed}");
    let mut lot = Lot::of(seed);
    let (desk, _) = desk();
    let mut goods: Vec<String> = Vec::new();
    for (sku, product) in products(&desk) {
        let is_beauty = lot.below(2) == 0;
        let category = if is_beauty { "Làm đẹp > Son" } else { "Thời trang" };
        desk.call("product_category_set", json!({ "productIds": [product], "category": category }));
        goods.extend(is_beauty.then_some(sku));
    }
    let (brand, rate) = (lot.below(1_000_001), lot.below(400_000));
    let by_category = terms(json!({
        "category": "làm đẹp", "ratePpm": rate, "payers": shares(i64::try_from(brand).expect("a share")),
    }));
    desk.call("fee_rule_save", json!({ "terms": by_category }));
    let (studio, hourly) = (lot.below(9_000_000), lot.below(40_000));
    let (of_gmv, of_nmv) = (lot.below(90_000), lot.below(90_000));
    for one in [
        expense(json!({ "amount": dong(studio) })),
        expense(json!({ "kind": "host", "how": "perHour", "amount": dong(hourly) })),
        expense(json!({ "kind": "agency", "how": "percentGmv", "ratePpm": of_gmv })),
        expense(json!({ "kind": "agency", "how": "percentNmv", "ratePpm": of_nmv })),
        expense(json!({ "kind": "ads", "amount": dong(1), "payer": "platform" })),
        expense(json!({ "kind": "ads", "amount": dong(1), "market": "th" })),
    ] {
        desk.call("expense_save", json!({ "terms": one }));
    }
    let costs: serde_json::Map<String, Value> =
        SKUS.iter().enumerate().map(|(at, sku)| ((*sku).to_owned(), json!(cost(at)))).collect();
    let told = json!({
        "rules": [
            { "kind": "percent", "ppm": 73_500, "to": "2026-05-31", "brandPpm": 600_000 },
            { "kind": "percent", "ppm": 91_700, "from": "2026-06-01", "brandPpm": 1_000_000 },
            { "kind": "order", "amount": 3_000, "brandPpm": 1_000_000 },
            { "kind": "percent", "ppm": rate, "brandPpm": brand, "skus": goods },
        ],
        "costs": costs,
        "expenses": [
            { "how": "session", "amount": studio },
            { "how": "hour", "amount": hourly, "hours": ON_AIR / HOUR },
            { "how": "gmv", "ppm": of_gmv },
            { "how": "nmv", "ppm": of_nmv },
        ],
    });
    let theirs = theirs(&told.to_string());
    for (session, theirs) in SESSIONS.iter().zip(&theirs) {
        assert_closes(&desk, session, theirs, seed);
    }
}

#[test]
fn an_expense_is_edited_undone_and_missing_while_its_amount_is_not_known() {
    let (desk, _) = desk();
    let margin = || {
        let left = desk.call("review_waterfall", json!({ "sessionId": SESSIONS[0] }));
        let whole_of = &left["sets"][0]["whole"];
        (whole(&whole_of["margin"]), whole_of["missing"].clone(), whole_of["spends"].clone())
    };
    let (before, _, spends) = margin();
    assert_eq!(spends, json!([]), "nothing is entered");
    let due = expense(json!({ "name": "KOL", "kind": "host", "sessionId": SESSIONS[0] }));
    let due = desk.call("expense_save", json!({ "terms": due }));
    let (unknown, missing, _) = margin();
    assert_eq!((unknown, &missing[0]["kind"], &missing[0]["name"]), (None, &json!("expense"), &json!("KOL")));
    let paid =
        expense(json!({ "name": "KOL", "kind": "host", "sessionId": SESSIONS[0], "amount": dong(70_000) }));
    desk.call("expense_save", json!({ "expenseId": due["expenseId"], "terms": paid }));
    assert_eq!(margin().0, before.map(|before| before - 70_000));
    desk.call("history_undo", json!({}));
    assert_eq!(margin().0, None, "undo brings back what was due");
    desk.call("expense_delete", json!({ "expenseId": due["expenseId"] }));
    assert_eq!(margin().0, before);
    let refused = expense(json!({ "how": "perPeriod", "amount": dong(1) }));
    let refused = api::call(&desk.app, &Actor::owner(), "expense_save", json!({ "terms": refused }))
        .expect_err("no days");
    assert_eq!(serde_json::to_value(refused.code).expect("a code"), "expenseNoPeriod");
    let blind = Actor { sees_money: false, ..Actor::owner() };
    for command in ["expense_standing", "rate_all", "shop_all"] {
        assert!(api::call(&desk.app, &blind, command, json!({})).is_err(), "{command} is not shown to all");
    }
}

#[test]
fn a_sum_in_dollars_needs_every_rate_and_is_what_python_finds() {
    let (desk, _) = desk();
    let ask = json!({ "currency": "USD" });
    let without = desk.call("review_together", ask.clone());
    assert_eq!((&without["gmv"], &without["missing"][0]["from"]), (&Value::Null, &json!("VND")));
    // A rate a week covers every day; said the other way round, with the same worth each time.
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("rates.csv");
    let mut text = "date,from,to,rate\n".to_owned();
    let first = chrono::NaiveDate::from_ymd_opt(2025, 1, 1).expect("a day");
    for week in 0..150 {
        let day = first + chrono::Days::new(week * 7);
        text.push_str(&format!("{day},USD,VND,25000\n"));
    }
    std::fs::write(&path, text).expect("a file");
    let looked = desk.call("rate_preview", json!({ "path": path }));
    assert_eq!((&looked["counts"]["new"], &looked["open"]), (&json!(150), &json!([])));
    let import = desk.call("rate_import", json!({ "path": path, "hash": looked["hash"] }));
    let together = desk.call("review_together", ask.clone());
    assert_eq!(together["missing"], json!([]));
    assert_eq!(together["exchanged"][0]["sources"], json!(["rates.csv"]));
    let theirs = theirs(&json!({ "rules": [], "costs": costs(), "dollar": 25_000 }).to_string());
    let cents = |name: &str| theirs.iter().map(|one| one[name].as_i64().unwrap_or_default()).sum::<i64>();
    let ours = |field: &str| together[field].as_str().map(in_cents);
    assert_eq!(ours("gmv"), Some(cents("cents")));
    assert_eq!(ours("netSales"), Some(cents("netCents")));
    desk.call("import_undo", json!({ "importId": import["importId"] }));
    assert_eq!(
        desk.call("review_together", ask)["gmv"],
        Value::Null,
        "taken back, the rates are missing again"
    );
}

fn costs() -> serde_json::Map<String, Value> {
    SKUS.iter().enumerate().map(|(at, sku)| ((*sku).to_owned(), json!(cost(at)))).collect()
}

fn in_cents(text: &str) -> i64 {
    let (units, cents) = text.split_once('.').unwrap_or((text, ""));
    format!("{units}{cents:0<2}").parse().expect("an amount")
}

#[test]
fn a_commission_that_falls_is_written_as_the_rules_it_makes_and_undone_as_one() {
    let (desk, _) = desk();
    let rule = terms(json!({
        "name": "Hoa hồng", "purpose": "commission", "channel": null, "ratePpm": 150_000, "payers": shares(1_000_000),
    }));
    let rule = desk.call("fee_rule_save", json!({ "terms": rule }));
    let count = || desk.call("fee_rule_list", json!({}))["rules"].as_array().map_or(0, Vec::len);
    let before = count();
    let change = |write: bool| json!({ "ruleId": rule["ruleId"], "ratePpm": 100_000, "announcedOn": "2026-11-10", "write": write });
    let shown = desk.call("commission_change", change(false));
    assert_eq!(count(), before, "showing it writes nothing");
    let made = desk.call("commission_change", change(true));
    let terms_of = |rules: &Value| -> Vec<Value> {
        rules["rules"].as_array().expect("rules").iter().map(|rule| rule["terms"].clone()).collect()
    };
    assert_eq!(terms_of(&shown), terms_of(&made), "what was shown is what is written");
    assert_eq!(made["rules"][0]["terms"]["validTo"], "2026-11-11");
    assert_eq!(made["rules"][1]["terms"]["validFrom"], "2026-11-12");
    desk.call("history_undo", json!({}));
    assert_eq!(count(), before);
}

#[test]
fn samples_booked_as_free_orders_are_told_apart_from_what_was_sold() {
    let (desk, _) = desk();
    let whole_of = || {
        let left = desk.call("review_waterfall", json!({ "sessionId": SESSIONS[0] }));
        left["sets"][0]["whole"].clone()
    };
    let before = whole_of();
    assert_eq!(before["samples"], Value::Null);
    let header = "Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,\
        Discount Amount,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Note Attributes,\
        Cancelled at,Refunded Amount,Source";
    let at = "2026-05-10 10:00:00 +0700";
    let row = |name: &str, subtotal: u32, discount: u32| {
        format!(
            "{name},a@example.com,paid,{at},VND,{subtotal},0,0,{subtotal},KOC,{discount},{at},1,Son,200000,SON-03,\
             live_session: {},,0,web",
            SESSIONS[0]
        )
    };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("free.csv");
    let text = [header.to_owned(), row("#F1", 0, 200_000), row("#F2", 199_999, 1), String::new()].join("\n");
    std::fs::write(&path, text).expect("a file");
    desk.import(&path);
    let after = whole_of();
    let place = SKUS.iter().position(|sku| *sku == "SON-03").expect("a stock code of ours");
    assert_eq!((&after["samples"]["lines"], whole(&after["samples"]["gmv"])), (&json!(1), Some(200_000)));
    assert_eq!(whole(&after["samples"]["cost"]), Some(cost(place)));
    let grown =
        |field: &str| whole(&after[field]).zip(whole(&before[field])).map(|(after, before)| after - before);
    assert_eq!(grown("cost"), Some(cost(place)), "the one that was sold");
    assert_eq!(grown("gmv"), Some(400_000), "GMV has one definition");
    let lines =
        json!({ "sessionId": SESSIONS[0], "currency": "VND", "samples": true, "offset": 0, "limit": 10 });
    assert_eq!(desk.call("waterfall_lines", lines)["lines"][0]["orderRef"], "#F1");
}
