"""A session's figures by DuckDB, from Shopify's orders file alone. The sessions' ids follow the file."""

import json
import sys

import duckdb

db = duckdb.connect()
db.execute("SET TimeZone = 'UTC'")
db.execute("CREATE TABLE raw AS SELECT row_number() OVER () AS n, * FROM read_csv(?, header = true, all_varchar = true)", [sys.argv[1]])
db.execute("""
    CREATE TABLE line AS
    SELECT Name AS order_ref, "Lineitem sku" AS sku, "Lineitem quantity"::BIGINT AS units,
        "Lineitem quantity"::BIGINT * "Lineitem price"::DECIMAL(18, 4) AS amount,
        first_value(regexp_extract("Note Attributes", 'live_session: ([0-9a-f-]+)', 1) IGNORE NULLS) OVER o AS session,
        strptime(first_value("Created at") OVER o, '%Y-%m-%d %H:%M:%S %z') AS placed,
        first_value("Subtotal" IGNORE NULLS) OVER o::DECIMAL(18, 4) AS subtotal,
        coalesce(first_value("Refunded Amount" IGNORE NULLS) OVER o::DECIMAL(18, 4), 0) AS refunded,
        first_value("Financial Status" IGNORE NULLS) OVER o AS status,
        first_value("Cancelled at" IGNORE NULLS) OVER o IS NOT NULL AS cancelled
    FROM raw WINDOW o AS (PARTITION BY Name ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)""")

answers = []
for show in sys.argv[2:]:
    gmv, units, orders = db.execute(
        "SELECT sum(amount), sum(units), count(DISTINCT order_ref) FROM line WHERE session = ?", [show]).fetchone()
    # An order that names its session belongs to it whole: its discount is what its subtotal lacks, its refund what
    # was given back, at most what was paid for goods. Without a refund, what was never kept counts as given back.
    discounts, refunds = db.execute("""
        SELECT sum(gross - subtotal), sum(CASE WHEN refunded > 0 THEN least(refunded, subtotal)
            WHEN status IN ('refunded', 'voided') OR (cancelled AND status IN ('pending', 'authorized', 'expired', 'unpaid'))
            THEN subtotal ELSE 0 END)
        FROM (SELECT order_ref, sum(amount) AS gross, any_value(subtotal) AS subtotal, any_value(refunded) AS refunded,
            any_value(status) AS status, any_value(cancelled) AS cancelled FROM line WHERE session = ? GROUP BY order_ref)""",
        [show]).fetchone()
    products = db.execute(
        "SELECT sku, sum(units), sum(amount) FROM line WHERE session = ? GROUP BY sku", [show]).fetchall()
    curve = db.execute(
        "SELECT epoch_ms(time_bucket(INTERVAL 1 HOUR, placed)), sum(amount) FROM line WHERE session = ? GROUP BY 1", [show]).fetchall()
    answers.append({
        "gmv": float(gmv), "units": int(units), "orders": orders, "discounts": float(discounts), "refunds": float(refunds),
        "products": {sku: [int(units), float(amount)] for sku, units, amount in products},
        "curve": {str(begin): float(amount) for begin, amount in curve},
    })
print(json.dumps(answers))
