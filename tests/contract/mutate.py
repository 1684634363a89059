#!/usr/bin/env python3
"""Shuffles a fixture and changes amounts and quantities under a seed, without breaking what it says.

Usage: mutate.py FILE OUT --seed N

Rows of one Shopify order or product stay together; their blocks are shuffled. Rows of other files are shuffled
one by one. The number of a changed file can only be known by reading it.
"""

import argparse
import csv
import random
from decimal import Decimal

import market
from reader import number, plain, rows_of, text

DIGITS = {"VND": 0, "GBP": 2}


def blocks_of(rows, key):
    """Rows in runs of the same key, in the order of the file."""
    blocks = []
    for row in rows:
        if blocks and text(blocks[-1][0], key) == text(row, key):
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks


def changed(rng, value, digits):
    """Another amount of the same size, with at most as many decimals."""
    step = Decimal(1).scaleb(-digits)
    factor = Decimal(rng.randrange(50, 200)) / 100
    return (value * factor).quantize(step) + step * rng.randrange(0, 100)


def change_orders(rng, header, blocks):
    at = {name: header.index(name) for name in header}
    for block in blocks:
        first = block[0]
        digits = DIGITS[text(first, at["Currency"])]
        for row in block:
            if rng.random() < 0.4:
                row[at["Lineitem price"]] = plain(changed(rng, number(row[at["Lineitem price"]]), digits))
            if rng.random() < 0.4:
                row[at["Lineitem quantity"]] = str(rng.randrange(1, 9))
        gross = sum(number(row[at["Lineitem price"]]) * number(row[at["Lineitem quantity"]]) for row in block)
        discount = min(number(first[at["Discount Amount"]]) or Decimal(0), gross)
        refund = min(number(first[at["Refunded Amount"]]) or Decimal(0), gross - discount)
        first[at["Discount Amount"]] = plain(discount)
        first[at["Refunded Amount"]] = plain(refund)
        first[at["Subtotal"]] = plain(gross - discount)
        first[at["Total"]] = plain(gross - discount + number(first[at["Shipping"]]))


def change_lines(rng, header, rows):
    quantity, price = header.index("Quantity"), header.index("UnitPrice")
    for row in rows:
        if rng.random() < 0.2:
            row[price] = float(changed(rng, number(row[price]), 3))
        if rng.random() < 0.2:
            sign = -1 if number(row[quantity]) < 0 else 1
            row[quantity] = sign * rng.randrange(1, 500)


def change_products(rng, header, rows):
    old = "Handle" in header
    money = ["Variant Price", "Variant Compare At Price"] if old else ["Price", "Compare-at price", "Cost per item"]
    stock = header.index("Variant Inventory Qty" if old else "Inventory quantity")
    values = [number(row[header.index(name)]) for name in money for row in rows]
    # Dong has no smaller coin; its prices are never below a thousand.
    digits = 0 if max((value for value in values if value is not None), default=0) > 10_000 else 2
    for row in rows:
        for at in (header.index(name) for name in money):
            if number(row[at]) is not None and rng.random() < 0.5:
                row[at] = plain(changed(rng, number(row[at]), digits))
        if number(row[stock]) is not None and rng.random() < 0.5:
            row[stock] = str(rng.randrange(0, 1000))


def restyled(cell, value):
    """An amount written the way the cell was."""
    cell = market.text(cell)
    if cell.startswith("IDR"):
        return "IDR " + f"{value:,.0f}".replace(",", ".")
    if cell.startswith("$"):
        return f"${value:,.2f}"
    if cell.startswith("BRL"):
        return f"BRL {value:.2f}".replace(".", ",")
    if cell.startswith(("THB", "₱")):
        return f"{cell[:cell.index(next(c for c in cell if c.isdigit()))]}{value:,.2f}"
    if cell.startswith(("SGD", "GBP")):
        return f"{cell[:3]} {value:.2f}"
    if cell.startswith("RM"):
        return f"RM {value:.2f}"
    decimals = len(cell.partition(".")[2])
    return f"{value:.{decimals}f}"


def change_market(rng, path, header, rows, out, only_shuffle=False, part=None):
    """Other prices and counts, some orders left out, rows and columns in another order; sums still agree."""
    source, names = market.source_of(header), market.names_of(header)
    at = {name: place for place, name in enumerate(names)}
    said = [] if any(c.isdigit() for c in market.text(rows[0][at[source["order"]]])) else [rows.pop(0)]
    orders = sorted({market.text(row[at[source["order"]]]) for row in rows})
    kept = set(orders if only_shuffle else rng.sample(orders, len(orders) * 4 // 5))
    if part:
        two_thirds = len(orders) * 2 // 3
        kept = set(orders[:two_thirds] if part == "first" else orders[-two_thirds:])
    rows = [row for row in rows if market.text(row[at[source["order"]]]) in kept]
    changed = {}
    for row in rows:
        key = tuple(market.text(row[at[name]]) for name in source["key"])
        if only_shuffle:
            continue
        factor = changed.setdefault(key, rng.choice([1, 2, 3]))
        # Whole multiples keep every sum: price, subtotals and what is owed grow together, discounts with them.
        grown = {"SKU Subtotal Before Discount", "SKU Subtotal After Discount", "Giá ưu đãi", "Tổng số tiền Người mua thanh toán"}
        grown |= {source.get("price"), source.get("payable"), source.get("amount"), *source["discount"], *source.get("platform", [])} - {None}
        for name in grown & set(names):
            value = market.amount(row[at[name]])
            if value and name != source.get("payable"):
                row[at[name]] = restyled(row[at[name]], value * factor)
            elif value:
                freight = market.amount(row[at[source["shipping"]]])
                row[at[name]] = restyled(row[at[name]], (value - freight) * factor + freight)
    order = list(range(len(header)))
    # The names stay where they are where nothing but rows is to differ: answers are kept by the header.
    if not only_shuffle:
        rng.shuffle(order)
    rng.shuffle(rows)
    table = [[row[place] if place < len(row) else "" for place in order] for row in [header, *said, *rows]]
    encoding = "gb18030" if "主订单编号" in names else "utf-8-sig"
    write(out, table[0], table[1:], encoding)


def write(path, header, rows, encoding="utf-8"):
    if str(path).endswith(".xlsx"):
        import openpyxl

        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Sheet1")
        for row in [header, *rows]:
            sheet.append(row)
        book.save(path)
        return
    with open(path, "w", newline="", encoding=encoding) as file:
        csv.writer(file).writerows([header, *rows])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--only-shuffle", action="store_true", help="the rows alone, nothing else")
    parser.add_argument("--part", choices=["first", "last"], help="two thirds of the orders")
    args = parser.parse_args()
    rng = random.Random(args.seed)
    header, rows = rows_of(args.file)
    if market.source_of(header):
        change_market(rng, args.file, header, rows, args.out, args.only_shuffle, args.part)
        return
    if "Lineitem quantity" in header:
        blocks = blocks_of(rows, header.index("Name"))
        change_orders(rng, header, blocks)
    elif "InvoiceNo" in header:
        change_lines(rng, header, rows)
        blocks = [[row] for row in rows]
    else:
        change_products(rng, header, rows)
        blocks = blocks_of(rows, header.index("Handle" if "Handle" in header else "URL handle"))
    rng.shuffle(blocks)
    write(args.out, header, [row for block in blocks for row in block])


if __name__ == "__main__":
    main()
