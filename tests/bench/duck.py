"""What DuckDB takes for the same: an import keyed by order and line, and a session's figures over raw lines."""

import json
import sys
import time

import duckdb

READ = """SELECT "Order ID" AS order_ref, "Order Date" AS placed, SKU AS sku, "Product Name" AS title,
    Quantity AS quantity, "Unit Price" AS unit_price, Discount AS discount, Refund AS refund,
    "Live Session" AS session FROM read_csv(?, header = true)"""


def keyed(path):
    """Seconds of an import into a table with a primary key, on disk."""
    began = time.perf_counter()
    with duckdb.connect(sys.argv[3]) as db:
        db.execute("""CREATE TABLE line (order_ref BIGINT, line_no BIGINT, placed TIMESTAMP, sku VARCHAR, title VARCHAR,
            quantity BIGINT, unit_price BIGINT, discount BIGINT, refund BIGINT, session UUID,
            PRIMARY KEY (order_ref, line_no))""")
        db.execute(f"""INSERT INTO line SELECT order_ref, row_number() OVER (PARTITION BY order_ref), placed, sku, title,
            quantity, unit_price, discount, refund, session FROM ({READ})""", [path])
    return time.perf_counter() - began


FIGURES = [
    """SELECT sum(quantity * unit_price), sum(discount), sum(refund), count(DISTINCT order_ref), sum(quantity), count(*)
       FROM line WHERE session = ?""",
    """SELECT sku, any_value(title), sum(quantity), sum(quantity * unit_price), sum(discount), sum(refund)
       FROM line WHERE session = ? GROUP BY sku ORDER BY 4 DESC""",
    """SELECT time_bucket(INTERVAL 5 MINUTES, placed), sum(quantity * unit_price), sum(quantity)
       FROM line WHERE session = ? GROUP BY 1 ORDER BY 1""",
]


def review(path, sessions):
    """Seconds a session for the figures, the products and the curve, and those of the session before."""
    db = duckdb.connect()
    db.execute(f"CREATE TABLE line AS SELECT * REPLACE (session::UUID AS session) FROM ({READ})", [path])
    seconds, totals = [], []
    for session, before in sessions:
        began = time.perf_counter()
        gmv = db.execute(FIGURES[0], [session]).fetchone()
        for query in FIGURES[1:]:
            db.execute(query, [session]).fetchall()
        for query in (FIGURES[0], FIGURES[2]):
            db.execute(query, [before]).fetchall()
        seconds.append(time.perf_counter() - began)
        totals.append(str(gmv[0]))
    return {"seconds": seconds, "gmv": totals}


def passes(path):
    """Seconds of one pass that reckons one fee, line by line, for every session; and what it comes to."""
    db = duckdb.connect()
    db.execute(f"CREATE TABLE line AS SELECT * REPLACE (session::UUID AS session) FROM ({READ})", [path])
    query = """SELECT session, sum(round((quantity * unit_price - discount)::DECIMAL(18, 0) * 0.10, 0))::BIGINT
        FROM line GROUP BY session"""
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        rows = db.execute(query).fetchall()
        seconds.append(time.perf_counter() - began)
    return {"seconds": seconds, "fee": str(sum(fee for _, fee in rows)), "sessions": len(rows)}


def years(path):
    """Seconds of a year's sales by month, in Vietnam; the file knows one market and one channel."""
    db = duckdb.connect()
    db.execute(f"CREATE TABLE line AS SELECT * FROM ({READ})", [path])
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        rows = db.execute("""SELECT date_trunc('month', placed), sum(quantity * unit_price)::BIGINT, sum(discount),
            sum(refund), count(DISTINCT order_ref), sum(quantity) FROM line
            WHERE placed >= '2025-01-01' AND placed < '2026-01-01' GROUP BY 1 ORDER BY 1""").fetchall()
        seconds.append(time.perf_counter() - began)
    return {"seconds": seconds, "gmv": str(sum(row[1] for row in rows))}


if sys.argv[1] == "passes":
    print(json.dumps(passes(sys.argv[2])))
elif sys.argv[1] == "years":
    print(json.dumps(years(sys.argv[2])))
elif sys.argv[1] == "keyed":
    print(json.dumps(keyed(sys.argv[2])))
else:
    print(json.dumps(review(sys.argv[2], json.load(sys.stdin))))
