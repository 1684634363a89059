#!/usr/bin/env python3
"""Reads a settlement of TikTok Shop without any of our code, or shuffles its columns and rows.

Usage: payouts.py FILE              prints rows, the exact sum of each column of money, and what each order was paid
       payouts.py FILE OUT --seed N writes the same entries with columns and rows in another order and other amounts
"""

import argparse
import csv
import json
import random
from decimal import Decimal

import openpyxl

NAMES = ("Order/Adjustment ID", "Order/adjustment ID")
NO_MONEY = {*NAMES, "Type", "Transaction type", "Order created time(UTC)", "Order settled time(UTC)", "Statement date",
            "Currency", "Related order ID", "Order Source"}
BLANK = {"", "/", "-"}


def read(path):
    if path.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(path, read_only=True)["Order details"]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    else:
        with open(path, newline="", encoding="utf-8-sig") as file:
            first = file.readline()
            file.seek(0)
            rows = list(csv.reader(file, delimiter=";" if first.count(";") > first.count(",") else ","))
    rows[0] = [name.strip() for name in rows[0]]
    return rows[0], rows[1:]


def plain(value):
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def once(rows):
    """Rows that repeat another to the letter are left out."""
    return list(dict.fromkeys(tuple(row) for row in rows))


def found(path):
    header, rows = read(path)
    entries = once(rows)
    money = [name for name in header if name not in NO_MONEY]
    totals, orders = {}, {}
    for name in money:
        cells = [row[header.index(name)].strip() for row in entries]
        totals[name] = plain(sum((Decimal(cell) for cell in cells if cell not in BLANK), Decimal(0)))
    number = next(header.index(name) for name in NAMES if name in header)
    for row in entries:
        related = row[header.index("Related order ID")].strip()
        order = row[number].strip() if related in BLANK else related
        orders[order] = orders.get(order, Decimal(0)) + Decimal(row[header.index("Total settlement amount")])
    return {"rows": len(rows), "repeated": len(rows) - len(entries), "totals": totals,
            "orders": {order: plain(paid) for order, paid in sorted(orders.items())}}


def shuffle(path, out, seed):
    rng = random.Random(seed)
    header, rows = read(path)
    rows = [list(row) for row in once(rows)]
    paid, adjusted = header.index("Total settlement amount"), header.index("Ajustment amount")
    for row in rng.sample(rows, len(rows) // 3):
        more = rng.randrange(1, 10**6)
        for at in (paid, adjusted):
            row[at] = str((Decimal(0) if row[at].strip() in BLANK else Decimal(row[at])) + more)
    order = list(range(len(header)))
    rng.shuffle(order)
    rng.shuffle(rows)
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=rng.choice(",;"), lineterminator="\n")
        writer.writerow([header[at] for at in order])
        writer.writerows([row[at] for at in order] for row in rows)


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
