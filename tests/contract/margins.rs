//! What was left of sessions is what an independent reckoning finds, under the rules there are and under others.

use domain::Actor;
use serde_json::{Value, json};

use crate::files::{here, python};
use crate::sales::{Desk, ON_AIR, SESSIONS, STARTED};

/// Every stock code of the fixture; what each costs is its place in the list in thousands, and a little.
pub(crate) const SKUS: [&str; 16] = [
    "AT-Trắng-L",
    "AT-Trắng-M",
    "AT-Trắng-S",
    "AT-Đen-L",
    "AT-Đen-M",
    "AT-Đen-S",
    "DAM-L",
    "DAM-M",
    "DAM-S",
    "NHH-200",
    "SON-01",
    "SON-02",
    "SON-03",
    "SON-04",
    "SON-05",
    "SON-06",
];

pub(crate) fn cost(place: usize) -> i64 {
    i64::try_from(place).unwrap_or_default() * 1_000 + 20_333
}

pub(crate) fn shares(brand_ppm: i64) -> Value {
    let all = [("brand", brand_ppm), ("platform", 1_000_000 - brand_ppm)].into_iter();
    all.filter(|(_, ppm)| *ppm > 0).map(|(payer, ppm)| json!({ "payer": payer, "sharePpm": ppm })).collect()
}

/// The terms of a rule on the brand's own shop in Vietnam, with `more` on top.
pub(crate) fn terms(more: Value) -> Value {
    let mut terms = json!({
        "name": "Phí", "purpose": "fee", "channel": "other", "market": "vn", "hostId": null, "kind": "percent",
        "base": "afterSellerDiscount", "otherId": null, "ratePpm": null, "steps": [], "flat": null, "least": null,
        "cap": null, "capScope": "order", "taxPpm": 0, "due": "paid", "onRefund": "proportional", "payers": [],
        "condition": "none", "validFrom": null, "validTo": null, "precedence": 0, "group": null, "per": "order",
        "rounding": "halfUp", "sourceNote": "", "sourceSeenOn": null,
    });
    for (key, value) in more.as_object().expect("terms") {
        terms[key] = value.clone();
    }
    terms
}

/// A subsidised rate until May, a dearer one from June, and an amount an order.
fn rules() -> [Value; 3] {
    [
        terms(json!({ "ratePpm": 73_500, "payers": shares(600_000), "validTo": "2026-05-31" })),
        terms(json!({ "ratePpm": 91_700, "payers": shares(1_000_000), "validFrom": "2026-06-01" })),
        terms(json!({
            "kind": "flatPerOrder", "flat": { "amount": "3000", "currency": "VND" }, "onRefund": "keep",
            "payers": shares(1_000_000),
        })),
    ]
}

/// The same as the other side reads it.
fn told(subsidised_ppm: i64) -> String {
    let costs: serde_json::Map<String, Value> =
        SKUS.iter().enumerate().map(|(at, sku)| ((*sku).to_owned(), json!(cost(at)))).collect();
    json!({
        "rules": [
            { "kind": "percent", "ppm": 73_500, "to": "2026-05-31", "brandPpm": subsidised_ppm },
            { "kind": "percent", "ppm": 91_700, "from": "2026-06-01", "brandPpm": 1_000_000 },
            { "kind": "order", "amount": 3_000, "brandPpm": 1_000_000 },
        ],
        "costs": costs,
    })
    .to_string()
}

pub(crate) fn theirs(told: &str) -> Vec<Value> {
    let file = here("fixture/shopify-orders-vn.csv").display().to_string();
    let arguments: Vec<&str> = [file.as_str(), told].into_iter().chain(SESSIONS).collect();
    serde_json::from_str(&python("margin.py", &arguments)).expect("an answer in JSON")
}

/// A desk that knows what its goods cost, the fixture's orders and the rules; answers the rules' ids, too.
pub(crate) fn desk() -> (Desk, Vec<String>) {
    // Long before the fixture's orders, so that only those that name a session are credited to one.
    let starts = (0..).map(|index| STARTED - (index + 1) * 60 * 86_400_000);
    let sessions: Vec<_> =
        SESSIONS.into_iter().zip(starts).map(|(session, start)| (session, start, ON_AIR)).collect();
    let desk = Desk::with(&sessions, &SKUS);
    let page = json!({ "query": "", "sort": "title", "descending": false, "offset": 0, "limit": 100 });
    let page = desk.call("catalogue_page", page);
    for row in page["rows"].as_array().expect("rows") {
        let place = SKUS.iter().position(|sku| row["sku"] == *sku).expect("a stock code of ours");
        let amount = json!({ "amount": cost(place).to_string(), "currency": "VND" });
        desk.call(
            "variant_edit",
            json!({ "variantId": row["variantId"], "edit": { "field": "cost", "value": amount } }),
        );
    }
    desk.import(&here("fixture/shopify-orders-vn.csv"));
    let ids = rules().into_iter().map(|terms| {
        let rule = desk.call("fee_rule_save", json!({ "terms": terms }));
        rule["ruleId"].as_str().expect("an id").to_owned()
    });
    let ids = ids.collect();
    (desk, ids)
}

pub(crate) fn whole(text: &Value) -> Option<i64> {
    text.as_str().and_then(|text| text.parse().ok())
}

#[track_caller]
fn assert_same(ours: &Value, theirs: &Value, which: &str) {
    assert_eq!(ours["missing"], json!([]), "{which}: nothing is missing");
    for (ours_name, name) in [
        ("gmv", "gmv"),
        ("discounts", "discounts"),
        ("refunds", "refunds"),
        ("fees", "brand"),
        ("borneByOthers", "others"),
        ("cost", "cost"),
        ("margin", "margin"),
    ] {
        assert_eq!(whole(&ours[ours_name]), theirs[name].as_i64(), "{name} of {which}");
    }
}

#[test]
fn a_waterfall_is_what_python_finds_under_the_rules_and_under_others() {
    let (desk, ids) = desk();
    let (now, then) = (theirs(&told(600_000)), theirs(&told(1_000_000)));
    assert!(now.iter().any(|one| one["others"].as_i64() > Some(0)), "the platform bears something: {now:?}");
    for (session, theirs) in SESSIONS.iter().zip(&now) {
        let left = desk.call("review_waterfall", json!({ "sessionId": session }));
        let set = &left["sets"][0];
        assert_same(&set["whole"], theirs, session);
        let products = set["products"].as_array().expect("products").iter();
        let together: Option<i64> = products.map(|product| whole(&product["waterfall"]["margin"])).sum();
        assert_eq!(together, whole(&set["whole"]["margin"]), "the products of {session} add up");
    }
    // The subsidy ends: what the platform bore is the brand's.
    let ends = terms(json!({ "ratePpm": 73_500, "payers": shares(1_000_000), "validTo": "2026-05-31" }));
    let what_if = json!({ "revisions": [{ "ruleId": ids[0], "terms": ends }] });
    let rows = desk.call("review_what_if", what_if);
    let rows = rows["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), SESSIONS.len());
    for (session, (now, then)) in SESSIONS.iter().zip(now.iter().zip(&then)) {
        let row = rows.iter().find(|row| row["session"]["sessionId"] == *session).expect(session);
        assert_same(&row["before"], now, session);
        assert_same(&row["after"], then, session);
        let difference = then["margin"].as_i64().zip(now["margin"].as_i64()).map(|(then, now)| then - now);
        assert_eq!(whole(&row["difference"]), difference, "the difference of {session}");
    }
    let after = desk.call("review_waterfall", json!({ "sessionId": SESSIONS[0] }));
    assert_same(&after["sets"][0]["whole"], &now[0], "a session after a what-if, which stores nothing");
}

/// A what-if that changes nothing says of each session what its own waterfall says, in both columns.
#[track_caller]
fn assert_agrees(desk: &Desk, when: &str) {
    let what_if = desk.call("review_what_if", json!({ "revisions": [] }));
    let mut rows = what_if["rows"].as_array().expect("rows").iter();
    let mut sold = 0;
    for session in SESSIONS {
        let left = desk.call("review_waterfall", json!({ "sessionId": session }));
        for set in left["sets"].as_array().expect("sets") {
            let row = rows.clone().find(|row| {
                row["session"]["sessionId"] == session
                    && row["before"]["currency"] == set["whole"]["currency"]
            });
            let row = row.expect(session);
            // A what-if says how much, and not by which rule.
            let mut whole = set["whole"].clone();
            whole["taken"] = json!([]);
            assert_eq!(row["before"], whole, "{when}: {session}");
            assert_eq!(row["after"], whole, "{when}: {session}");
            sold += 1;
        }
    }
    assert_eq!(rows.by_ref().count(), sold, "{when}: nothing else is there");
}

#[test]
fn what_is_counted_by_what_it_is_like_follows_every_change() {
    let (desk, ids) = desk();
    assert_agrees(&desk, "by orders");
    desk.call("fee_rule_delete", json!({ "ruleId": ids[2] }));
    for (id, terms) in ids.iter().zip(rules()) {
        if id != &ids[2] {
            let mut terms = terms;
            terms["per"] = json!("line");
            desk.call("fee_rule_save", json!({ "ruleId": id, "terms": terms }));
        }
    }
    assert_agrees(&desk, "by lines");
    let again = desk
        .call("review_what_if", json!({ "revisions": [], "runId": uuid::Uuid::from_u128(7).to_string() }));
    assert!(!again["rows"].as_array().expect("rows").is_empty());
    let hours = terms(json!({ "ratePpm": 10_000, "payers": shares(1_000_000), "per": "line",
        "validFrom": "2026-05-20", "startsAt": "20:30" }));
    let hours = desk.call("fee_rule_save", json!({ "terms": hours }));
    assert_agrees(&desk, "with a rule that begins within a day");
    desk.call("fee_rule_delete", json!({ "ruleId": hours["ruleId"] }));

    let page = desk.call(
        "review_lines",
        json!({ "sessionId": SESSIONS[0], "currency": "VND", "offset": 0, "limit": 5 }),
    );
    let line = &page["lines"][0]["lineId"];
    desk.call(
        "credit_correct",
        json!({ "lineIds": [line], "scope": "order", "sessionId": SESSIONS[0], "toSessionId": SESSIONS[1],
            "reason": "ordered for the next show" }),
    );
    assert_agrees(&desk, "after a line was credited by hand");
    let list = desk.call("import_all", json!({}));
    let import = &list["imports"][0]["importId"];
    desk.call("import_undo", json!({ "importId": import }));
    assert_agrees(&desk, "after the file was taken back");
    desk.import(&here("fixture/shopify-orders-vn.csv"));
    assert_agrees(&desk, "after it came in again");
}

#[test]
fn the_lines_behind_a_fee_add_up_to_it_and_an_unknown_cost_leaves_no_margin() {
    let (desk, ids) = desk();
    let left = desk.call("review_waterfall", json!({ "sessionId": SESSIONS[0] }));
    for taken in left["sets"][0]["whole"]["taken"].as_array().expect("what is taken") {
        let lines = json!({
            "sessionId": SESSIONS[0], "currency": "VND", "ruleId": taken["ruleId"], "offset": 0, "limit": 500
        });
        let page = desk.call("waterfall_lines", lines);
        let lines = page["lines"].as_array().expect("lines");
        let sum: Option<i64> = lines.iter().map(|line| whole(&line["taken"])).sum();
        assert_eq!(sum, whole(&taken["amount"]));
    }
    let page = json!({ "query": "SON-03", "sort": "title", "descending": false, "offset": 0, "limit": 1 });
    let row = &desk.call("catalogue_page", page)["rows"][0];
    desk.call(
        "variant_edit",
        json!({ "variantId": row["variantId"], "edit": { "field": "cost", "value": null } }),
    );
    desk.call("fee_rule_delete", json!({ "ruleId": ids[0] }));
    let rows = desk.call("review_what_if", json!({ "revisions": [] }));
    let rows = rows["rows"].as_array().expect("rows");
    let lacking = rows.iter().find(|row| row["before"]["missing"] != json!([])).expect("a cost is missing");
    assert_eq!(lacking["before"]["margin"], Value::Null, "no number where a cost is not known");
    assert_eq!(lacking["before"]["missing"][0]["kind"], "cost");
}

#[test]
fn a_market_without_a_verified_fee_has_no_starter_set() {
    let (desk, _) = desk();
    let took = desk.call("fee_rule_starter", json!({ "market": "us", "channel": "tikTok" }));
    assert_eq!(took["rules"].as_array().map(Vec::len), Some(8));
    // The administration of refunds is a part of the referral fee before it.
    assert_eq!(took["rules"][3]["terms"]["otherId"], took["rules"][2]["ruleId"]);
    let again = desk.call("fee_rule_starter", json!({ "market": "us", "channel": "tikTok" }));
    assert_eq!(again["rules"], json!([]), "what is there stays as it is");
    let request = json!({ "market": "sg", "channel": "tikTok" });
    let refused = api::call(&desk.app, &Actor::owner(), "fee_rule_starter", request).expect_err("unknown");
    assert_eq!(serde_json::to_value(refused.code).expect("a code"), "notFound");
    let blind = Actor { sees_money: false, ..Actor::owner() };
    assert!(api::call(&desk.app, &blind, "fee_rule_list", json!({})).is_err(), "money is not shown to all");
}
