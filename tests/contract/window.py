"""What a session brought by time and product alone, by DuckDB from Shopify's orders file: FILE FROM_MS TO_MS SKU…"""

import json
import sys

import duckdb

path, begin, end, *offered = sys.argv[1:]
db = duckdb.connect()
db.execute("SET TimeZone = 'UTC'")
db.execute("CREATE TABLE raw AS SELECT row_number() OVER () AS n, * FROM read_csv(?, header = true, all_varchar = true)", [path])
db.execute("""
    CREATE TABLE line AS
    SELECT Name AS order_ref, "Lineitem sku" AS sku, "Lineitem quantity"::BIGINT AS units,
        "Lineitem quantity"::BIGINT * "Lineitem price"::DECIMAL(18, 4) AS amount,
        epoch_ms(strptime(first_value("Created at") OVER o, '%Y-%m-%d %H:%M:%S %z')) AS placed
    FROM raw WINDOW o AS (PARTITION BY Name ORDER BY n ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)""")
inside = "placed >= ? AND placed < ?"
lines, gmv, units, orders = db.execute(
    f"SELECT count(*), sum(amount), sum(units), count(DISTINCT order_ref) FROM line WHERE {inside} AND list_contains(?, sku)",
    [int(begin), int(end), offered]).fetchone()
(other,) = db.execute(
    f"SELECT count(*) FROM line WHERE {inside} AND NOT list_contains(?, sku)", [int(begin), int(end), offered]).fetchone()
print(json.dumps({"lines": lines, "gmv": float(gmv), "units": int(units), "orders": orders, "otherLines": other}))
