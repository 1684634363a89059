"""A workbook by openpyxl: each formula is reckoned here, by decimals, and compared with the result it carries."""

import json
import re
import sys
from decimal import ROUND_HALF_UP, Decimal

from openpyxl import load_workbook

live, cached = load_workbook(sys.argv[1]), load_workbook(sys.argv[1], data_only=True)
wrong, formulas, texts, text_formulas = [], 0, [], []


def number(sheet, name):
    value = live[sheet][name].value
    if isinstance(value, str) and value.startswith("="):
        return reckon(sheet, value)
    return Decimal(str(value)) if isinstance(value, (int, float)) else Decimal(0)


def cells(sheet, span):
    return [cell.coordinate for row in live[sheet][span.replace("$", "")] for cell in row]


def reckon(sheet, formula):
    """The value of one of the shapes of formula there are; another shape is an error."""
    body = formula.lstrip("=")
    if found := re.fullmatch(r"SUM\(([^)]*)\)", body):
        return sum((number(sheet, name) for name in cells(sheet, found[1])), Decimal(0))
    if found := re.fullmatch(r'SUMIF\(([^,]*),"(\w+)",([^)]*)\)', body):
        keys, values = cells(sheet, found[1]), cells(sheet, found[3])
        return sum((number(sheet, value) for key, value in zip(keys, values) if live[sheet][key].value == found[2]), Decimal(0))
    if found := re.fullmatch(r"ROUND\((.*),4\)", body):
        return reckon(sheet, found[1]).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    if found := re.fullmatch(r"([^/]*)/(.*)", body):
        return term(sheet, found[1]) / term(sheet, found[2])
    first, *others = re.split(r"-", body)
    return term(sheet, first) - sum((term(sheet, one) for one in others), Decimal(0))


def term(sheet, text):
    if text.startswith("SUM"):
        return reckon(sheet, text)
    return Decimal(text) if re.fullmatch(r"[\d.]+", text) else number(sheet, text.replace("$", ""))


for sheet in live.sheetnames:
    for row in live[sheet].iter_rows():
        for cell in row:
            if cell.data_type == "f":
                formulas += 1
                ours, theirs = cached[sheet][cell.coordinate].value, reckon(sheet, cell.value)
                near = isinstance(ours, (int, float)) and abs(Decimal(str(ours)) - theirs) <= max(abs(theirs), 1) * Decimal("1e-9")
                if not near:
                    wrong.append([sheet, cell.coordinate, cell.value, str(ours), str(theirs)])
            elif isinstance(cell.value, str):
                texts.append(cell.value)

lines = next(sheet for sheet in live.sheetnames if sheet in ("Order lines", "Dòng đơn hàng"))
rows = list(live[lines].iter_rows(values_only=True))
at = rows[0].index("GMV")
gmv = sum(Decimal(str(row[at])) for row in rows[1:])
print(json.dumps({
    "wrong": wrong, "formulas": formulas, "sheets": live.sheetnames, "text": "\n".join(texts),
    "linesGmv": format(gmv.normalize(), "f"),
    # A stock code that looks like a formula was written as text, so it was not counted as one above.
    "textFormulas": [cell for cell in texts if cell.startswith("'=")],
}, ensure_ascii=False))
