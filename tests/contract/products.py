#!/usr/bin/env python3
"""Reads files of products without any of our code, or shuffles their columns and rows and changes their amounts.

Usage: products.py FILE               prints rows, sums of columns, and what the catalogue holds behind it
       products.py FILE OUT --seed N  writes the same products in another order with other amounts
"""

import argparse
import csv
import json
import random
import re
from decimal import Decimal

from market import text
from mutate import blocks_of, write
from reader import plain, rows_of

#: What tells a source; then the columns of its key, sums, prices and category.
SOURCES = [
    dict(known="Visibility in catalog", kind="Type", id="ID", sku="SKU", parent="Parent", price="Regular price", sale="Sale price", dated=["Date sale price starts", "Date sale price ends"],
         stock="Stock", category="Categories", parts=","),
    dict(known="Sichtbarkeit im Katalog", kind="Typ", id="ID", sku="Artikelnummer", parent="Übergeordnetes Produkt", price="Regulärer Preis", sale="Angebotspreis",
         dated=["Datum, an dem Angebotspreis beginnt", "Datum, an dem Angebotspreis endet"], stock="Lager", category="Kategorien", parts=",", comma=True),
    dict(known="Hiển thị trong danh mục", kind="Loại", id="ID", sku="Mã sản phẩm", parent="Gốc", price="Giá bán thường", sale="Giá khuyến mãi",
         dated=["Ngày bắt đầu giảm giá", "Ngày kết thúc giảm giá"], stock="Kho", category="Danh mục", parts=","),
    dict(known="Giá trị thuộc tính 1", together="Url", price="Giá", compare="Giá so sánh", stock="Số lượng tồn kho", tracked="Quản lý tồn kho", category="Danh mục", parts=";"),
    dict(known="MA_SP", together="MA_SP", cost="GIA_NHAP", category="DANH_MUC", parts=";"),
    dict(known="Tồn thực tế", count="Mã SKU*", stock="Tồn thực tế"),
    dict(known="Shipping Profile", each="Title", price="Price", sold="Type", stock="Quantity", cost="Cost Per Item", category="Category", below="Sub Category", parts=","),
]
SUMS = ["price", "sale", "compare", "cost", "stock"]


def source_of(header):
    return next((source for source in SOURCES if source["known"] in header), None)


def amount(source, cell):
    """A decimal, or none where nothing or no number stands."""
    cell = text(cell)
    if source.get("comma"):
        cell = cell.replace(".", "").replace(",", ".")
    return Decimal(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else None


def shared(source, cell):
    """What all categories of a cell lie below."""
    paths = [[part.strip() for part in one.split(">") if part.strip()] for one in cell.split(source["parts"])]
    paths = [path for path in paths if path]
    out = []
    for parts in zip(*paths):
        if len(set(parts)) > 1:
            break
        out.append(parts[0])
    return out


def read(source, header, rows):
    lines = [dict(zip(header, [*row, *[""] * (len(header) - len(row))])) for row in rows]
    lines = [{name: text(cell) for name, cell in line.items()} for line in lines]
    totals = {}
    for name in SUMS:
        column = source.get(name)
        if column in header:
            values = [amount(source, line[column]) for line in lines]
            totals[column] = plain(sum((value for value in values if value is not None), Decimal(0)))
    variants, products, categories = [], set(), []
    for line in lines:
        kind = line.get(source.get("kind", ""), "")
        if "together" in source:
            key = line[source["together"]]
            first = key not in products
            if not first and not any(line.get(source.get(name, ""), "") for name in ("price", "cost", "stock")) and "MA_MAU_MA" not in line:
                continue
            variants.append(line)
        else:
            key = line[source.get("count") or source.get("each") or source["id"]]
            first = not kind.startswith("variation") and key not in products
            if not kind.startswith("variable"):
                variants.append(line)
            if not first:
                continue
        if first:
            path = shared(source, line[source["category"]]) if "category" in source else []
            below = line.get(source.get("below", ""), "")
            categories += [" > ".join([*path, *([below] if below else [])])] if path else []
        products.add(key)
    held = {name: Decimal(0) for name in ("price", "compare", "cost", "stock")}
    for line in variants:
        def said(name):
            return amount(source, line[source[name]]) if source.get(name) in line else None

        price, compare, sale = said("price"), said("compare"), said("sale")
        if sale is not None and not any(line[day] for day in source["dated"]):
            price, compare = sale, price
        if "sold" in source and line[source["sold"]] != "Buy it Now":
            price = None
        stock = said("stock") if line.get(source.get("tracked", ""), "yes") else None
        for name, value in (("price", price), ("compare", compare), ("cost", said("cost")), ("stock", stock)):
            held[name] += value or 0
    lots = len({line[source["count"]] for line in variants}) if "count" in source else len(variants)
    return {"kind": "products", "rows": len(rows), "totals": totals, "products": len(products), "variants": lots,
            "held": {name: plain(value) for name, value in held.items()}, "categories": sorted(categories)}


def shuffle(source, header, rows, out, seed):
    rng = random.Random(seed)
    at = {name: place for place, name in enumerate(header)}
    for row in rows:
        times = rng.choice([1, 2, 3])
        # Whole multiples keep what is reduced below what it is reduced from.
        for name in SUMS:
            place = at.get(source.get(name))
            value = amount(source, row[place]) if place is not None and place < len(row) else None
            if value is not None:
                written = text(row[place])
                decimals = len(re.split(r"[.,]", written)[1]) if re.search(r"[.,]", written) else 0
                changed = f"{value * times:.{decimals}f}"
                row[place] = changed.replace(".", ",") if source.get("comma") else changed
    blocks = blocks_of(rows, at[source["together"]]) if "together" in source else [[row] for row in rows]
    rng.shuffle(blocks)
    order = [*range(len(header)), len(header)]
    rng.shuffle(order)
    table = [[*header, "Column nobody knows"]]
    for row in (row for block in blocks for row in block):
        table.append([*row, *[""] * (len(header) - len(row)), "hello"])
    table = [[row[place] for place in order] for row in table]
    write(out, table[0], table[1:], "utf-8-sig")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("out", nargs="?")
    parser.add_argument("--seed", type=int)
    args = parser.parse_args()
    header, rows = rows_of(args.file)
    source = source_of(header)
    if args.out:
        shuffle(source, header, rows, args.out, args.seed)
    else:
        print(json.dumps(read(source, header, rows), ensure_ascii=False))


if __name__ == "__main__":
    main()
