"""Any figure of a review by DuckDB, from the raw lines of a workspace: nothing here reads a roll-up."""

import json
import sqlite3
import sys
from datetime import datetime, timezone
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

import duckdb

asked = json.load(sys.stdin)
db = sqlite3.connect(f"file:{asked['path']}?mode=ro", uri=True)
duck = duckdb.connect()


def table(name, columns, rows):
    duck.execute(f"CREATE TABLE {name} ({columns})")
    rows = list(rows)
    if rows:
        duck.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def text(blob):
    h = blob.hex()
    return f"{h[:8]}-{h[8:12]}-{h[12:16]}-{h[16:20]}-{h[20:]}"


def local(at_ms, zone):
    return datetime.fromtimestamp(at_ms / 1000, timezone.utc).astimezone(ZoneInfo(zone))


hosts = {}
for session, host in db.execute("SELECT session_id, host_id FROM session_host ORDER BY position"):
    hosts.setdefault(text(session), []).append(text(host))
channels = {}
for session, channel in db.execute("SELECT session_id, channel FROM session_channel"):
    channels.setdefault(text(session), []).append(channel)

windows, opened = {}, {}
for session, kind, at in db.execute(
    "SELECT session_id, kind, at_ms FROM log_entry WHERE kind IN ('went_live', 'reopened', 'ended') ORDER BY session_id, seq"
):
    if kind != "ended":
        opened[session] = at
    elif session in opened:
        windows.setdefault(text(session), []).append((opened.pop(session), at))

sessions, zones = {}, {}
for id, market, zone, views, started, starts, goal, g_orders, g_units in db.execute("""
        SELECT id, market, zone, views, started_at_ms, starts_at_ms, goal_gmv_minor, goal_orders, goal_units
        FROM session JOIN session_state ON session_id = id WHERE status IN ('live', 'ended')"""):
    at = started if started is not None else starts
    day = local(at, zone)
    sessions[text(id)] = {
        "session": text(id), "market": market, "views": views, "at": at, "year": day.year, "month_no": day.month,
        "keys": {
            "session": [text(id)], "month": [f"{day:%Y-%m}"], "day": [f"{day:%Y-%m-%d}"],
            "quarter": [f"{day.year}-Q{(day.month - 1) // 3 + 1}"], "weekday": [str(day.isoweekday())],
            "market": [market], "channel": ["+".join(sorted(channels.get(text(id), [])))],
            "host": hosts.get(text(id), []) or [""],
        },
    }
    zones[text(id)] = zone

table("win", "session VARCHAR, from_ms BIGINT, to_ms BIGINT",
      [(session, a, b) for session, all in windows.items() for a, b in all])
table("offered", "session VARCHAR, product VARCHAR",
      {(text(s), text(p)) for s, p in db.execute("SELECT session_id, product_id FROM slot")})
table("name", "no BIGINT, sku VARCHAR, title VARCHAR", db.execute("SELECT no, sku, title FROM sale_product"))
table("code", "sku VARCHAR, product VARCHAR",
      [(sku, text(p)) for sku, p in db.execute("SELECT sku, product_id FROM variant WHERE sku IS NOT NULL")])
table("import", "no BIGINT, as_of BIGINT",
      db.execute("SELECT no, as_of_ms FROM sale_import JOIN import ON import.id = import_id WHERE state = 'live'"))
table("seen", "import BIGINT, line BIGINT", db.execute(
    "SELECT import_no, line_id FROM sale_seen UNION ALL SELECT import_no, id FROM sale_line"))
numbers = {no: text(id) for no, id in db.execute("SELECT no, session_id FROM sale_session")}
found = "coalesce(found_credit, credit), CASE WHEN found_credit IS NULL THEN session_no ELSE found_session_no END"
table("line", """id BIGINT, order_key BIGINT, order_ref VARCHAR, line_no BIGINT, at_ms BIGINT, kind INTEGER, product BIGINT,
    units BIGINT, amount BIGINT, discount BIGINT, refund BIGINT, currency VARCHAR, credit INTEGER, named VARCHAR""",
      [(*row[:13], numbers.get(row[13])) for row in db.execute(f"""
        SELECT id, key >> 16, order_ref, line_no, at_ms, kind, product_no, quantity, amount_e4, discount_e4, refund_e4,
            currency, {found} FROM sale_line""")])

# Of all observations of one line the one of the latest live file stands.
duck.execute("""
    CREATE TABLE standing AS
    SELECT * FROM (
        SELECT line.*, name.sku, name.title, code.product AS catalogue, row_number() OVER (
            PARTITION BY order_key, order_ref, line_no, coalesce(name.sku, chr(31) || name.title)
            ORDER BY rank.as_of DESC, rank.no DESC, line.id DESC) AS place
        FROM line JOIN name ON name.no = line.product
        JOIN (SELECT seen.line, max(struct_pack(as_of := import.as_of, no := import.no)) AS best
              FROM seen JOIN import ON import.no = seen.import GROUP BY 1) AS best ON best.line = line.id
        CROSS JOIN LATERAL (SELECT best.best.as_of AS as_of, best.best.no AS no) AS rank
        LEFT JOIN code ON code.sku = name.sku)
    WHERE place = 1""")
# A line that names its session is its; another is the only session's that was on air then with the product.
duck.execute("""
    CREATE TABLE fits AS
    SELECT DISTINCT standing.id, win.session FROM standing
    JOIN win ON at_ms >= from_ms AND at_ms < to_ms
    JOIN offered ON offered.session = win.session AND offered.product = standing.catalogue
    WHERE credit <> 1""")
duck.execute("""
    CREATE TABLE ruled AS
    SELECT standing.*, CASE WHEN credit = 1 THEN named ELSE only_one END AS session, credit = 1 AS certain,
        coalesce(n, 0) AS fitting
    FROM standing LEFT JOIN (SELECT id, count(*) AS n, CASE WHEN count(*) = 1 THEN any_value(session) END AS only_one
                             FROM fits GROUP BY id) AS one ON one.id = standing.id""")

rows = duck.execute("""
    SELECT id, order_key, order_ref, line_no, at_ms, kind, product, units, amount, discount, refund, currency, session,
        certain, fitting, sku, title, catalogue FROM ruled""").fetchall()
fields = [one[0] for one in duck.description]
lines = [dict(zip(fields, row)) for row in rows]
for line in lines:
    line["shared"] = []
shared = {}
for id, session in duck.execute("SELECT id, session FROM fits").fetchall():
    shared.setdefault(id, []).append(session)
for line in lines:
    if line["fitting"] > 1:
        line["shared"] = sorted(shared[line["id"]])

# Corrections by hand come last: of a line before those of its order before those of a product in a session.
rank = {"line": 2, "order": 1, "product": 0}
said = [dict(zip(("scope", "key", "ref", "sku", "title", "line_no", "within", "to", "at"), row)) for row in db.execute(
    "SELECT scope, order_key, order_ref, sku, title, line_no, within_id, to_id, at_ms FROM credit_correction ORDER BY at_ms, id")]
for line in lines:
    def means(one):
        same = one["sku"] == line["sku"] if one["sku"] is not None else (line["sku"] is None and one["title"] == line["title"])
        if one["scope"] == "product":
            within = text(one["within"])
            own = line["session"] == within
            on_air = line["session"] is None and any(a <= line["at_ms"] < b for a, b in windows.get(within, []))
            return same and (own or on_air)
        own = (one["key"], one["ref"]) == (line["order_key"], line["order_ref"])
        return own and (one["scope"] == "order" or (same and one["line_no"] == line["line_no"]))
    meant = [one for one in said if means(one)]
    if meant:
        best = max(enumerate(meant), key=lambda one: (rank[one[1]["scope"]], one[0]))[1]
        line["session"] = text(best["to"]) if best["to"] else None
        line["certain"], line["shared"] = best["to"] is not None, []

table("credited", """session VARCHAR, order_ref VARCHAR, order_key BIGINT, currency VARCHAR, kind INTEGER, certain BOOLEAN,
    product VARCHAR, hour VARCHAR, units BIGINT, amount BIGINT, discount BIGINT, refund BIGINT""",
      [(line["session"], line["order_ref"], line["order_key"], line["currency"], line["kind"], line["certain"],
        line["catalogue"] or str(line["product"]), f"{local(line['at_ms'], zones[line['session']]).hour:02}",
        line["units"], line["amount"], line["discount"], line["refund"]) for line in lines if line["session"] in zones])
table("common", "sessions VARCHAR[], currency VARCHAR, kind INTEGER, units BIGINT, amount BIGINT",
      [(line["shared"], line["currency"], line["kind"], line["units"], line["amount"]) for line in lines if line["shared"]])


def rounded(value, digits="0.0001"):
    return value.quantize(Decimal(digits), ROUND_HALF_UP)


def plain(value):
    if value is None:
        return None
    text = format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
    return "0" if text == "-0" else text


def figure(question, wanted, only):
    """One figure over the sessions `wanted`, of the lines for which `only` (SQL) holds."""
    sum_of = """SELECT sum(CASE WHEN kind = 0 THEN amount ELSE 0 END), sum(CASE WHEN kind = 0 THEN discount ELSE 0 END),
        sum(CASE WHEN kind = 0 THEN refund WHEN kind = 1 THEN refund - amount ELSE 0 END),
        sum(CASE WHEN kind = 0 THEN units ELSE 0 END),
        count(DISTINCT CASE WHEN kind = 0 THEN struct_pack(s := session, k := order_key) END), count(*)
        FROM credited WHERE list_contains(?, session) AND currency = ? AND """ + only
    gmv, discounts, refunds, units, orders, count = duck.execute(sum_of, [wanted, question["currency"]]).fetchone()
    if not count:
        gmv = discounts = refunds = units = orders = 0
    money = lambda e4: Decimal(int(e4)) / 10_000
    metric = question["metric"]
    views = [sessions[one]["views"] for one in question["members"]]
    if metric == "gmv":
        return money(gmv)
    if metric == "netSales":
        return money(gmv - discounts - refunds)
    if metric == "discounts":
        return money(discounts)
    if metric == "refunds":
        return money(refunds)
    if metric == "units":
        return Decimal(int(units))
    if metric == "orders":
        return Decimal(int(orders))
    if metric == "aov":
        return rounded(money(gmv) / int(orders)) if orders else None
    if metric == "gpm":
        return rounded(money(gmv) * 1000 / sum(views)) if None not in views and sum(views) > 0 else None
    if metric in ("certainGmv", "possibleGmv"):
        sure = duck.execute("SELECT coalesce(sum(amount), 0) FROM credited WHERE kind = 0 AND certain AND currency = ? AND "
                            "list_contains(?, session) AND " + only, [question["currency"], wanted]).fetchone()[0]
        if metric == "certainGmv":
            return money(sure)
        more = duck.execute("SELECT coalesce(sum(amount), 0) FROM common WHERE kind = 0 AND currency = ? AND "
                            "list_has_any(sessions, ?)", [question["currency"], wanted]).fetchone()[0]
        return money(gmv + more)
    raise ValueError(metric)


def on_air(wanted, hour=None):
    if hour is None:
        return sum(b - a for one in wanted for a, b in windows.get(one, []))
    total = 0
    for one in wanted:
        for a, b in windows.get(one, []):
            at = a
            while at < b:
                until = min((at // 900_000 + 1) * 900_000, b)
                total += until - at if f"{local(at, zones[one]).hour:02}" == hour else 0
                at = until
    return total


def answer(question):
    grouping, key = question.get("grouping"), question.get("key")
    period = [one for one in sessions.values() if question.get("fromMs", -1 << 62) <= one["at"] < question.get("toMs", 1 << 62)]
    quoted = lambda value: "'" + value.replace("'", "''") + "'"
    if question["of"] == "year":
        period = [one for one in period if one["year"] == question["year"] and question["month"] in (0, one["month_no"])
                  and question.get("market") in (None, one["market"].lower())
                  and (question.get("channels") is None or question["channels"] == one["keys"]["channel"][0])]
        only = "TRUE"
    elif grouping in ("product", "hour"):
        only = f"{grouping} = {quoted(key)}"
    elif grouping is None:
        only = "TRUE"
    else:
        period = [one for one in period if key in one["keys"][grouping]]
        only = "TRUE"
    within = question.get("within")
    if within and within["grouping"] in ("product", "hour"):
        only += f" AND {within['grouping']} = {quoted(within['key'])}"
    elif within:
        period = [one for one in period if within["key"] in one["keys"][within["grouping"]]]
    wanted = [one["session"] for one in period]
    sold = {one for (one,) in duck.execute(
        f"SELECT DISTINCT session FROM credited WHERE currency = ? AND list_contains(?, session) AND {only}",
        [question["currency"], wanted]).fetchall()}
    # A row in one currency is made of the sessions that sold in it.
    question["members"] = [one for one in wanted if one in sold] or (wanted if grouping == "session" else [])
    if question["metric"] == "gmvPerHour":
        question["metric"] = "gmv"
        gmv = figure(question, wanted, only)
        ms = on_air(question["members"] if grouping != "hour" else wanted_on_air(wanted, question), key if grouping == "hour" else None)
        return rounded(gmv * 3_600_000 / ms) if ms else None
    return figure(question, wanted, only)


def wanted_on_air(wanted, question):
    """Sessions on air in an hour count there when they sold anything at all in the currency."""
    return [one for (one,) in duck.execute(
        "SELECT DISTINCT session FROM credited WHERE currency = ? AND list_contains(?, session)",
        [question["currency"], wanted]).fetchall()]


print(json.dumps([plain(answer(question)) for question in asked["questions"]]))
