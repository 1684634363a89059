#!/usr/bin/env python3
"""Reads affiliate orders of TikTok or a settlement of Douyin without any of our code, or shuffles columns and rows.

Usage: affiliate.py FILE              prints rows, the exact sum of each column of money, and what stands of each
                                      stock code of an order, or of each order what was paid
       affiliate.py FILE OUT --seed N writes the same rows with columns and rows in another order and other amounts
"""

import argparse
import csv
import json
import random
import re
from decimal import Decimal

import openpyxl

COMMISSION = [
    "Price", "Payment Amount", "Est. Commission Base", "Est. standard commission payment", "Actual Commission Base",
    "Actual Commission Payment", "Est. Shop Ads commission payment", "Actual Shop Ads commission payment",
    "Est. co-funded creator bonus", "Actual co-funded creator bonus",
]
PAYOUT = ["结算金额", "收入合计", "支出合计", "平台服务费", "达人佣金"]


def read(path):
    """The rows above the header, the header, the rows below it."""
    if path.endswith(".xlsx"):
        sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
        rows = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    else:
        with open(path, newline="", encoding="utf-8-sig") as file:
            text = file.read()
        delimiter = ";" if text.count(";") > text.count(",") else ","
        rows = list(csv.reader(text.splitlines(), delimiter=delimiter))
    at = next(at for at, row in enumerate(rows) if "Order ID" in row or "订单号" in row)
    return rows[:at], rows[at], rows[at + 1 :]


def plain(value):
    text = format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def dialect(cells):
    """What stands between thousands: what stands there twice, or before three digits everywhere; none in plain numbers."""
    text = " ".join(cells)
    if re.search(r"\d\.\d{3}\.\d{3}", text):
        return "."
    if re.search(r"\d,\d{3},\d{3}", text):
        return ","
    return ""


def number(cell, thousands):
    """The amount in a cell; none where it says nothing."""
    digits = re.sub(r"[^0-9.,-]", "", cell)
    if thousands:
        digits = digits.replace(thousands, "")
    return Decimal(digits) if digits not in ("", "-") else None


def found(path):
    _, header, rows = read(path)
    is_payout = "订单号" in header
    money = [name for name in header if name in (PAYOUT if is_payout else COMMISSION)]
    if is_payout:
        rows = [row for row in rows if any(c.isdigit() for c in row[header.index("订单号")])]
    once = list(dict.fromkeys(tuple(row) for row in rows))
    cells = {name: [row[header.index(name)] for row in once] for name in money}
    thousands = "" if is_payout else dialect([cell for column in cells.values() for cell in column])
    amounts = {name: [number(cell, thousands) for cell in column] for name, column in cells.items()}
    totals = {name: plain(sum((one for one in column if one is not None), Decimal(0))) for name, column in amounts.items()}
    result = {"rows": len(rows), "repeated": len(rows) - len(once), "totals": totals}
    at = {name: header.index(name) for name in header}
    if is_payout:
        orders = {}
        for row, paid in zip(once, amounts["结算金额"]):
            order = row[at["订单号"]].lstrip("'")
            orders[order] = orders.get(order, Decimal(0)) + paid
        return result | {"orders": {order: plain(paid) for order, paid in sorted(orders.items())}}
    creators = {}
    for nth, row in enumerate(once):
        def of(*names):
            said = [amounts[name][nth] for name in names if amounts[name][nth] is not None]
            return sum(said, Decimal(0)) if said else None
        sums = creators.setdefault(row[at["Creator Username"]], {"commissions": 0, "waiting": 0, "orders": set(), "expected": Decimal(0), "actual": Decimal(0)})
        expected = of("Est. standard commission payment", "Est. Shop Ads commission payment")
        actual = of("Actual Commission Payment", "Actual Shop Ads commission payment")
        sums["commissions"] += 1
        sums["orders"].add(row[at["Order ID"]].strip())
        sums["waiting"] += actual is None
        sums["expected"] += expected or 0
        sums["actual"] += actual or 0
    for sums in creators.values():
        sums |= {"orders": len(sums["orders"]), "expected": plain(sums["expected"]), "actual": plain(sums["actual"])}
    rooms = {}
    for row in once:
        rooms.setdefault(row[at["Content ID"]], []).append([row[at["Order ID"]].strip(), row[at["SKU ID"]].strip()])
    return result | {"creators": creators, "rooms": rooms}


def shuffle(path, out, seed):
    rng = random.Random(seed)
    above, header, rows = read(path)
    is_payout = "订单号" in header
    notes = [row for row in rows if is_payout and not any(c.isdigit() for c in row[header.index("订单号")])]
    rows = [list(row) for row in dict.fromkeys(tuple(row) for row in rows if row not in notes)]
    at = {name: header.index(name) for name in header}
    for row in rng.sample(rows, len(rows) // 3):
        more = rng.randrange(1, 999)
        if is_payout:
            for name in ("结算金额", "收入合计"):
                row[at[name]] = str(Decimal(row[at[name]]) + more)
        else:
            for name in ("Est. Commission Base", "Est. standard commission payment"):
                cell = row[at[name]]
                thousands = "." if cell.count(".") else ","
                mark = "Rp" if cell.startswith("Rp") else ""
                changed = f"{number(cell, thousands if mark else '') + more:,.0f}"
                row[at[name]] = mark + (changed.replace(",", thousands) if mark else changed.replace(",", ""))
    order = list(range(len(header)))
    rng.shuffle(order)
    rng.shuffle(rows)
    with open(out, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, delimiter=rng.choice(",;"), lineterminator="\n")
        writer.writerows(above)
        writer.writerows([row[at] for at in order] for row in [header, *notes, *rows])


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
