#!/usr/bin/env python3
"""Reads tables of figures (a session by its steps, days, advertising) without any of our code, or shuffles them.

Usage: tables.py FILE              prints rows and the exact sum of each column that may be added
       tables.py FILE OUT --seed N writes the same tables with columns and rows in another order, other figures in some
                                    rows, rates left out, and a column nobody knows
"""

import argparse
import csv
import io
import json
import random
import re
from decimal import Decimal

import openpyxl

#: What names the rows of a table, the most telling first.
LEADING = "Datetime|Product name|Theo ngày|Ngày|Time|Thời gian".split("|")
MONEY = ("Attributed GMV|GMV đến từ buổi LIVE|GMV LIVE|GMV gián tiếp của LIVE|GMV|Hoàn tiền|Tổng doanh thu|Chi phí|"
         "Doanh thu gộp (Cửa hàng hiện tại)").split("|")
#: Buyers, viewers and stock of two rows may be the same and are not added.
COUNTS = ("Attributed orders|Attributed SKU orders|Attributed items sold|Viewers entering|Views|LIVE impression|Impressions|"
          "Product Impressions|Product Clicks|Comments|Likes|Shares|New followers|Added to cart|Buổi LIVE|"
          "Số món bán ra ghi nhận vào buổi LIVE|Đơn hàng SKU đã ghi nhận|Lượt xem phiên LIVE|Đơn hàng|Số món bán ra|"
          "Đơn hàng SKU|Số lượng đơn hàng SKU (Cửa hàng hiện tại)").split("|")
RATES = ("AOV|Payment Rate|CTR|CTOR|CTOR (SKU orders)|Watch GPM|Show GPM|LIVE CTR|Tap-through rate|Comment rate|Follow rate|"
         "Like rate|Share rate|Order rate (SKU orders)|Chi phí mỗi đơn hàng (Cửa hàng hiện tại)|ROI (Cửa hàng hiện tại)").split("|")


class Table:
    """One table: what stands above it, its header, its rows and its row of totals."""

    def __init__(self, sheet, rows):
        top = next(at for at, row in enumerate(rows) if any(name in row for name in LEADING))
        rows = [["" if cell is None else str(cell) for cell in row] for row in rows]
        self.sheet, self.above, self.header = sheet, rows[:top], rows[top]
        lead = self.header.index(next(name for name in LEADING if name in self.header))
        body = [row for row in rows[top + 1:] if any(row)]
        self.rows = [row for row in body if row[lead] != "-"]
        self.totals = [row for row in body if row[lead] == "-"]

    def summed(self):
        return [name for name in self.header if name in MONEY or name in COUNTS]

    def values(self, name):
        at = self.header.index(name)
        return [value for value in (exact(row[at]) for row in self.rows) if value is not None]


def exact(cell):
    bare = re.sub(r"[^0-9.,]", "", cell)
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", bare):
        bare = bare.replace(".", "")
    bare = bare.replace(",", "")
    return Decimal(bare) if bare else None


def tables(path):
    if path.endswith(".csv"):
        with open(path, encoding="utf-8-sig", newline="") as file:
            return [Table(None, list(csv.reader(file)))]
    sheets = openpyxl.load_workbook(path).worksheets
    return [Table(sheet.title if len(sheets) > 1 else None, [list(row) for row in sheet.iter_rows(values_only=True)])
            for sheet in sheets]


def plain(value):
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def found(path):
    totals, rows = {}, 0
    for table in tables(path):
        rows += len(table.rows) + len(table.totals)
        for name in table.summed():
            column = f"{table.sheet} / {name}" if table.sheet else name
            totals[column] = plain(sum(table.values(name), Decimal(0)))
    return {"rows": rows, "totals": totals}


def like(old, value, is_dotted):
    """An amount written as the file writes the column."""
    if is_dotted:
        return f"{value:,}".replace(",", ".") + "₫"
    return f"{value:,}₫" if old.endswith("₫") else str(value)


def change(table, rng):
    for name in [name for name in table.summed() if name in MONEY][:1] + [name for name in table.summed() if name in COUNTS][-1:]:
        at = table.header.index(name)
        is_dotted = any(re.search(r"\d\.\d{3}(\.|₫|$)", row[at]) for row in table.rows)
        for row in rng.sample(table.rows, max(1, len(table.rows) // 3)):
            value = exact(row[at])
            if value is not None:
                row[at] = like(row[at], int(value) + rng.randrange(1_000, 9_000) * 1_000 if name in MONEY else int(value) + rng.randrange(1, 50), is_dotted and name in MONEY)
        for row in table.totals:
            row[at] = str(int(sum(table.values(name), Decimal(0))))


def shuffle(path, out, seed):
    rng = random.Random(seed)
    book = openpyxl.Workbook()
    book.remove(book.active)
    text = None
    for table in tables(path):
        change(table, rng)
        rng.shuffle(table.rows)
        header = [*table.header, "Column nobody knows"]
        rows = [row + [str(rng.randrange(100))] for row in table.rows] + [row + [""] for row in table.totals]
        kept = [at for at, name in enumerate(header) if name not in RATES]
        rng.shuffle(kept)
        written = [*table.above, *([row[at] for at in kept] for row in [header, *rows])]
        if path.endswith(".csv"):
            text = io.StringIO()
            csv.writer(text).writerows(written)
        else:
            sheet = book.create_sheet(table.sheet or "Sheet1")
            for row in written:
                sheet.append(row)
    if text is not None:
        with open(out, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text.getvalue())
    else:
        book.save(out)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("out", nargs="?")
    parser.add_argument("--seed", type=int)
    args = parser.parse_args()
    if args.out:
        shuffle(args.file, args.out, args.seed)
    else:
        print(json.dumps(found(args.file), ensure_ascii=False))


if __name__ == "__main__":
    main()
