"""What was left of sessions, from Shopify's orders file and rules given as JSON: in whole dong, without our code.

Usage: margin.py FILE RULES SESSION…, with rules `[{"kind": "percent", "ppm", "from", "to", "brandPpm"}, {"kind":
"order", "amount", "brandPpm"}]` and costs by stock code under "costs". A rule with "skus" is for these goods only.
"expenses" are `[{"how": "session" | "hour" | "gmv" | "nmv", "amount", "ppm", "hours"}]`; "dollar" is how many dong one
is worth, and makes "cents" of GMV and "netCents" of net sales, rounded a day.
"""

import csv
import json
import re
import sys
from collections import OrderedDict
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from math import floor

VIETNAM = timezone(timedelta(hours=7))


def half_up(exact):
    return floor(exact + Fraction(1, 2)) if exact >= 0 else -floor(-exact + Fraction(1, 2))


def shared(total, weights):
    """Whole dong by largest remainder; the first bears it all where there is no weight."""
    whole = sum(weights)
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    exact = [Fraction(total) * weight / whole for weight in weights]
    parts = [floor(part) for part in exact]
    by_loss = sorted(range(len(weights)), key=lambda at: (parts[at] - exact[at], at))
    for at in by_loss[: total - sum(parts)]:
        parts[at] += 1
    return parts


def whole(text):
    return int(Fraction(text or "0"))


orders = OrderedDict()
with open(sys.argv[1], newline="", encoding="utf-8-sig") as file:
    for row in csv.DictReader(file):
        orders.setdefault(row["Name"], []).append(row)
told = json.loads(sys.argv[2])

answers = []
for session in sys.argv[3:]:
    sums = dict.fromkeys(["gmv", "discounts", "refunds", "brand", "others", "cost", "spent", "cents", "netCents"], 0)
    days = {}
    for rows in orders.values():
        head = rows[0]
        named = [re.search(r"live_session: ([0-9a-f-]+)", row["Note Attributes"]) for row in rows]
        if session not in [found.group(1) for found in named if found]:
            continue
        amounts = [int(row["Lineitem quantity"]) * whole(row["Lineitem price"]) for row in rows]
        discount = sum(amounts) - whole(head["Subtotal"])
        discounts = shared(discount, amounts)
        net = [amount - part for amount, part in zip(amounts, discounts)]
        refunded = whole(head["Refunded Amount"])
        status = head["Financial Status"]
        unpaid = status in ("pending", "authorized", "expired", "unpaid")
        if refunded > 0:
            refunds = shared(refunded, net)
        elif status in ("refunded", "voided") or (head["Cancelled at"] and unpaid):
            refunds = net
        else:
            refunds = [0] * len(rows)
        sums["gmv"] += sum(amounts)
        sums["discounts"] += discount
        sums["refunds"] += sum(refunds)
        stays = [
            Fraction(0) if back >= paid and back > 0 else 1 - Fraction(back, paid) if back else Fraction(1)
            for paid, back in zip(net, refunds)
        ]
        day = datetime.strptime(head["Created at"], "%Y-%m-%d %H:%M:%S %z").astimezone(VIETNAM).date().isoformat()
        for rule in told["rules"]:
            if not (rule.get("from") or "") <= day <= (rule.get("to") or "9999"):
                continue
            if rule["kind"] == "percent":
                goods = rule.get("skus")
                weights = [
                    paid * stay
                    for row, paid, stay in zip(rows, net, stays)
                    if goods is None or row["Lineitem sku"] in goods
                ]
                charge = half_up(sum(weights) * Fraction(rule["ppm"], 1_000_000))
                # It is shared out to the lines, then to those who pay, so that both add up.
                lines = shared(charge, weights) if charge else []
            else:
                lines = shared(rule["amount"], [Fraction(paid) for paid in net])
            for part in lines:
                # Two payers: of equal losses the one named first gets the odd dong.
                brand = shared(part, [rule["brandPpm"], 1_000_000 - rule["brandPpm"]])[0]
                sums["brand"] += brand
                sums["others"] += part - brand
        for row, stay in zip(rows, stays):
            sums["cost"] += half_up(told["costs"][row["Lineitem sku"]] * int(row["Lineitem quantity"]) * stay)
        known = days.setdefault(day, [0, 0])
        known[0] += sum(amounts)
        known[1] += sum(net) - sum(refunds)
    for expense in told.get("expenses", []):
        base = {
            "session": Fraction(1),
            "hour": Fraction(expense.get("hours", 0)),
            "gmv": Fraction(sums["gmv"]),
            "nmv": Fraction(sums["gmv"] - sums["refunds"]),
        }[expense["how"]]
        rate = Fraction(expense["ppm"], 1_000_000) if "ppm" in expense else Fraction(expense["amount"])
        sums["spent"] += half_up(base * rate)
    if "dollar" in told:
        for gmv, left in days.values():
            sums["cents"] += half_up(Fraction(gmv) * 100 / told["dollar"])
            sums["netCents"] += half_up(Fraction(left) * 100 / told["dollar"])
    sums["margin"] = (
        sums["gmv"] - sums["discounts"] - sums["refunds"] - sums["brand"] - sums["cost"] - sums["spent"]
    )
    answers.append(sums)
print(json.dumps(answers))
