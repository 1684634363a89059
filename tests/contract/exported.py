"""What DuckDB and Python's csv find in an export: sums, columns, and cells that could become formulas."""

import csv
import json
import sys
from decimal import Decimal

import duckdb

FIGURES = ("gmv", "discounts", "refunds", "net_sales", "quantity")


def plain(number):
    """A decimal without zeros at its end, as the app writes it."""
    text = format(Decimal(number), "f")
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"


def parquet(folder):
    db = duckdb.connect()
    db.execute("SET TimeZone = 'UTC'")
    db.execute(f"CREATE VIEW line AS SELECT * FROM read_parquet('{folder}/lines/*/*.parquet', hive_partitioning = true, hive_types_autocast = false)")
    sums = db.execute("SELECT sum(gmv), sum(discounts), sum(refunds), sum(net_sales), sum(quantity) FILTER (line_kind = 'sale') FROM line").fetchone()
    sessions = db.execute(f"SELECT sum(gmv), sum(discounts), sum(refunds), sum(net_sales), sum(units) FROM read_parquet('{folder}/sessions/*.parquet')").fetchone()
    assert [plain(one) for one in sums] == [plain(one) for one in sessions], (sums, sessions)
    # The month a line stands under is that of its own zone.
    wrong = db.execute("SELECT count(*) FROM line WHERE strftime(ordered_at AT TIME ZONE zone, '%Y-%m') <> month").fetchone()[0]
    assert wrong == 0, wrong
    return {
        "totals": [plain(one) for one in sums],
        "rows": db.execute("SELECT count(*) FROM line").fetchone()[0],
        "months": db.execute("SELECT count(DISTINCT month) FROM line").fetchone()[0],
        "types": {name: kind for name, kind, *_ in db.execute("DESCRIBE line").fetchall()},
    }


def table(path):
    raw = open(path, "rb").read()
    assert raw.startswith(b"\xef\xbb\xbf"), "a mark for spreadsheets"
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines(keepends=True)))
    head, lines = rows[0], rows[1:]
    at = {name: head.index(title) for name, title in {
        "gmv": "GMV", "discounts": "Giảm giá", "refunds": "Hoàn tiền", "net_sales": "Doanh thu thuần",
        "quantity": "Số lượng", "kind": "Loại dòng", "currency": "Tiền tệ", "zone": "Múi giờ"}.items()}
    words = [cell for row in lines for column, cell in enumerate(row) if column not in {at[name] for name in FIGURES}]
    sums = {name: sum(Decimal(row[at[name]]) for row in lines if name != "quantity" or row[at["kind"]] == "sale") for name in FIGURES}
    return {
        "totals": [plain(sums[name]) for name in FIGURES],
        "formulas": [cell for cell in words if cell[:1] in "=+-@\t\r" and cell[:1]],
        "guarded": sum(cell.startswith("'=") for cell in words),
        "currency": sorted({row[at["currency"]] for row in lines}),
        "zone": sorted({row[at["zone"]] for row in lines}),
    }


print(json.dumps({"parquet": parquet, "csv": table}[sys.argv[1]](sys.argv[2]), ensure_ascii=False))
