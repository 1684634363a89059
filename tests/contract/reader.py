#!/usr/bin/env python3
"""Reads a fixture without any of our code and prints what is in it: rows, totals, cancelled lines.

Usage: reader.py FILE --json

It knows Shopify's products, Shopify's orders, Online Retail's sale lines, and (in `market.py`) the orders of
marketplaces. Amounts are summed as decimals; a workbook's numbers are taken to the 15 digits a spreadsheet keeps.
"""

import argparse
import csv
import json
import sys
from decimal import Decimal, InvalidOperation
from pathlib import Path

import market


def rows_of(path):
    """The header and the rows as lists of text (or numbers from a workbook)."""
    if Path(path).read_bytes()[:2] == b"PK":
        import openpyxl

        sheet = openpyxl.load_workbook(path, read_only=True, data_only=True).worksheets[0]
        # Some exports say that they are one cell large.
        sheet.reset_dimensions()
        rows = sheet.iter_rows(values_only=True)
        header = [str(cell) for cell in next(rows)]
        return header, [list(row) for row in rows if any(cell not in (None, "") for cell in row)]
    encoding = "utf-8-sig"
    try:
        Path(path).read_text(encoding=encoding)
    except UnicodeDecodeError:
        encoding = "gb18030"
    with open(path, newline="", encoding=encoding) as file:
        rows = csv.reader(file)
        header = next(rows)
        return header, [row for row in rows if any(cell.strip() for cell in row)]


def number(cell):
    """A cell as an exact number, or None when it holds none."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        return Decimal(format(cell, ".15g"))
    if isinstance(cell, int):
        return Decimal(cell)
    try:
        return Decimal(str(cell).strip()) if str(cell).strip() else None
    except InvalidOperation:
        return None


def plain(value):
    """A decimal without exponent and without trailing zeros."""
    text = format(value, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def totals_of(header, rows, columns, product=None):
    """The exact sum of each column that is there, and of the product of two."""
    totals = {}
    for name in columns:
        if name in header:
            at = header.index(name)
            values = [number(row[at]) for row in rows if at < len(row)]
            totals[name] = plain(sum((value for value in values if value is not None), Decimal(0)))
    if product:
        left, right = (header.index(name) for name in product)
        pairs = [(number(row[left]), number(row[right])) for row in rows]
        total = sum((a * b for a, b in pairs if a is not None and b is not None), Decimal(0))
        totals[" × ".join(product)] = plain(total)
    return totals


def text(row, at):
    cell = row[at] if at < len(row) else None
    return "" if cell is None else str(cell).strip()


def read_orders(header, rows):
    name, email, cancelled = (header.index(h) for h in ("Name", "Email", "Cancelled at"))
    money = ["Lineitem quantity", "Lineitem price", "Discount Amount", "Refunded Amount", "Subtotal", "Shipping"]
    money += ["Taxes", "Total", "Lineitem discount"]
    head = {}
    for row in rows:
        head.setdefault(text(row, name), row)
    return {
        "kind": "sales",
        "rows": len(rows),
        "totals": totals_of(header, rows, money, ("Lineitem quantity", "Lineitem price")),
        "cancelledLines": sum(1 for row in rows if text(head[text(row, name)], cancelled)),
        "withoutCustomer": sum(1 for row in rows if not text(head[text(row, name)], email)),
    }


def read_lines(header, rows):
    invoice, customer = header.index("InvoiceNo"), header.index("CustomerID")
    return {
        "kind": "sales",
        "rows": len(rows),
        "totals": totals_of(header, rows, ["Quantity", "UnitPrice"], ("Quantity", "UnitPrice")),
        "cancelledLines": sum(1 for row in rows if text(row, invoice).startswith("C")),
        "withoutCustomer": sum(1 for row in rows if not text(row, customer)),
    }


def read_products(header, rows):
    old = ["Variant Price", "Variant Compare At Price", "Cost per item", "Variant Inventory Qty"]
    new = ["Price", "Compare-at price", "Cost per item", "Inventory quantity"]
    handle = header.index("Handle" if "Handle" in header else "URL handle")
    return {
        "kind": "products",
        "rows": len(rows),
        "products": len({text(row, handle) for row in rows}),
        "totals": totals_of(header, rows, old if "Handle" in header else new),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    header, rows = rows_of(args.file)
    source = market.source_of(header)
    if source:
        found = market.read(source, header, rows)
    elif "Lineitem quantity" in header:
        found = read_orders(header, rows)
    elif "InvoiceNo" in header:
        found = read_lines(header, rows)
    else:
        found = read_products(header, rows)
    json.dump(found, sys.stdout, ensure_ascii=False, indent=None if args.json else 2)
    print()


if __name__ == "__main__":
    main()
