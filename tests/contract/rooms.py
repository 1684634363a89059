#!/usr/bin/env python3
"""Reads an export of live sessions without any of our code, or shuffles its columns and rows.

Usage: rooms.py FILE              prints rows and the exact sum of each column of money and counts
       rooms.py FILE OUT --seed N writes the same rooms with columns and rows in another order, other figures in
                                  some rows, and a column nobody knows
"""

import argparse
import json
import random
import re
from decimal import Decimal

import openpyxl

SUMMED = (
    "Attributed GMV|Attributed orders|Attributed SKU orders|Attributed items sold|Customers|Views|Impressions|"
    "Product Impressions|Product clicks|New followers|Comments|Shares|Likes"
).split("|")
#: Columns of Shopee's sessions, under their groups.
SHOPEE = ("Penjualan / Pesanan Dibuat|Pesanan / Pesanan Dibuat|Produk Terjual / Pesanan Dibuat|Pembeli / Pesanan Dibuat|"
          "Pengikut Baru|Komentar|Dibagikan|Suka").split("|")
#: Rates that no longer hold once the parts were changed.
RATES = "AOV|Show GPM|Watch GPM|Tap through rate|CTR|Comment rate|Like rate".split("|")


def read(path):
    sheet = openpyxl.load_workbook(path, read_only=True).worksheets[0]
    rows = [[cell for cell in row] for row in sheet.iter_rows(values_only=True)]
    top = next(at for at, row in enumerate(rows) if "Start Time" in row or "Waktu Mulai" in row)
    if "Waktu Mulai" in rows[top]:
        return grouped(rows[top], rows[top + 1]), [row for row in rows[top + 2:] if any(row)]
    rows = [row for row in rows[top:] if any(cell not in (None, "") for cell in row)]
    return rows[0], rows[1:]


def grouped(groups, names):
    """A header of two rows: the name alone, or behind the group that stands above it."""
    header, group = [], ""
    for above, name in zip(groups, names):
        group = above or group
        header.append(f"{group} / {name}" if name else above)
    return header


def exact(cell):
    text = str(cell or "").lower()
    for ending, times in (("rb", 1_000), ("jt", 1_000_000)):
        if text.endswith(ending):
            return Decimal(re.sub(r"[^0-9,]", "", text).replace(",", ".")) * times
    if text.startswith("rp"):
        return Decimal(re.sub(r"[^0-9]", "", text))
    digits = re.sub(r"[^0-9.]", "", str(cell or ""))
    return Decimal(digits) if digits else None


def plain(value):
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def found(path):
    header, rows = read(path)
    totals = {}
    tiktok = [name for name in [*SUMMED, "LIVE impressions"] if name in header]
    for name in SHOPEE if "Waktu Mulai" in header else tiktok:
        values = [exact(row[header.index(name)]) for row in rows]
        totals[name] = plain(sum((value for value in values if value is not None), Decimal(0)))
    return {"rows": len(rows), "totals": totals}


def shuffle(path, out, seed):
    rng = random.Random(seed)
    header, rows = read(path)
    for row in rng.sample(rows, len(rows) // 3):
        likes = header.index("Likes")
        row[likes] = str(int(row[likes]) + rng.randrange(1, 5000))
        gmv = header.index("Attributed GMV")
        more = exact(row[gmv]) + rng.randrange(1, 10**7)
        row[gmv] = f"R$ {more:,.2f}" if row[gmv].startswith("R$") else f"{more:,}₫"
    for row in rows:
        row.append(f"{rng.randrange(100)}")
    header = [*header, "Column nobody knows"]
    kept = [at for at, name in enumerate(header) if name not in RATES]
    rng.shuffle(kept)
    rng.shuffle(rows)
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2026-07-01 ~ 2026-09-17"])
    sheet.append([])
    for row in [header, *rows]:
        sheet.append([row[at] for at in kept])
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
