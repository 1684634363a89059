"""Reads orders of marketplaces without any of our code: totals of columns, and the figures they come to.

What is said of a whole order on each of its rows is taken once; a row that stands there twice is taken once. What is
cancelled or unpaid stays in GMV and is given back whole.
"""

import itertools
import re
import unicodedata
from decimal import Decimal

# For each source: what tells it, then the columns.
SOURCES = {
    "tiktok": dict(
        known="SKU Unit Original Price", order="Order ID", key=("Order ID", "SKU ID"), count="Quantity", price="SKU Unit Original Price",
        discount=["SKU Seller Discount"], platform=["SKU Platform Discount"], returned="Sku Quantity of return", state="Order Status",
        refund_of_order="Order Refund Amount", tax_of_order="Taxes", shipping_of_order="Shipping Fee After Discount", buyer="Buyer Username",
        cancelled_at="Cancelled Time"),
    "shopee": dict(
        known="Mã giảm giá của Shopee", order="Mã đơn hàng", key=("Mã đơn hàng", "SKU phân loại hàng", "Tên phân loại hàng"), count="Số lượng",
        price="Giá gốc", discount=["Tổng số tiền được người bán trợ giá"], platform=["Được Shopee trợ giá"],
        discount_of_order=["Mã giảm giá của Shop", "Giảm giá từ Combo của Shop"],
        platform_of_order=["Mã giảm giá của Shopee", "Giảm giá từ combo Shopee"], returned="Số lượng sản phẩm được hoàn trả",
        shipping_of_order="Phí vận chuyển mà người mua trả", state="Trạng Thái Đơn Hàng", buyer="Người Mua"),
    "lazada": dict(
        known="orderItemId", order="orderNumber", key=("orderItemId",), price="unitPrice", discount=["sellerDiscountTotal"],
        refund="refundAmount", shipping="shippingFee", state="status", buyer="customerEmail"),
    "woo": dict(
        known="item_refunded_qty", order="order_number", key=("order_number", "item_id"), count="item_quantity", amount="item_subtotal", discount=[],
        discount_of_order=["discount_total"], refund="item_refunded", returned_too="item_refunded_qty", tax_of_order="tax_total",
        shipping_of_order="shipping_total", state="status", buyer="billing_email", unpaid={"pending"}, cancelled={"failed"}),
    "douyin": dict(
        known="主订单编号", order="主订单编号", key=("主订单编号", "子订单编号"), count="商品数量", payable="订单应付金额",
        discount=["商家实际承担优惠金额"], platform=["平台实际承担优惠金额", "达人实际承担优惠金额"], shipping="运费", state="订单状态"),
}
CANCELLED = {"cancelled", "canceled", "đã hủy", "dibatalkan", "已关闭", "ยกเลิกแล้ว"}
UNPAID = {"unpaid", "chưa thanh toán", "belum dibayar", "待支付", "ยังไม่ชำระเงิน"}


def names_of(header):
    return [unicodedata.normalize("NFC", str(name)).strip() for name in header]


def source_of(header):
    names = names_of(header)
    return next((source for source in SOURCES.values() if source["known"] in names), None)


def text(cell):
    return "" if cell is None else str(cell).strip().lstrip("'").strip()


def amount(cell):
    """A decimal out of `IDR 12.000`, `$1,234.50`, `RM 4.90`, `17000.00`, `-`; None when nothing stands there."""
    cell = text(cell)
    if not cell:
        return None
    if cell == "-":
        return Decimal(0)
    body = re.sub(r"[^0-9.,-]", "", cell)
    body = body.replace(".", "").replace(",", ".") if cell.startswith(("IDR", "BRL")) else body.replace(",", "")
    return Decimal(body)


def plain(value):
    out = format(value, "f")
    out = out.rstrip("0").rstrip(".") if "." in out else out
    return "0" if out in ("-0", "") else out


def half_up(value):
    """Rounded to 10\u207b\u2074, half away from zero."""
    return value.quantize(Decimal("0.0001"), rounding="ROUND_HALF_UP")


def lines_of(source, header, rows):
    """The rows by the names of their cells, without the row of explanations, each key once."""
    names, seen = names_of(header), set()
    for number, row in enumerate(rows):
        # A workbook leaves out what is empty at a row's end, and the last column is any one once they are shuffled.
        cell = dict(itertools.zip_longest(names, row[:len(names)]))
        if number == 0 and not re.search(r"\d", text(cell[source["order"]])):
            continue
        key = tuple(text(cell[name]) for name in source["key"])
        if key not in seen:
            seen.add(key)
            yield cell


def read(source, header, rows):
    lines = list(lines_of(source, header, rows))
    orders = {}
    for line in lines:
        orders.setdefault(text(line[source["order"]]), []).append(line)
    figures = {name: Decimal(0) for name in ("gmv", "discount", "platform", "refund", "tax", "shipping")}
    totals, cancelled = {}, 0

    def add(column, value):
        if value is not None:
            totals[column] = totals.get(column, Decimal(0)) + value

    for of_order in orders.values():
        state = text(of_order[0][source["state"]]).lower()
        per_order = [(name, column) for name in ("discount", "platform") for column in source.get(f"{name}_of_order", [])]
        per_order += [(name, source[f"{name}_of_order"]) for name in ("refund", "tax", "shipping") if f"{name}_of_order" in source]
        once = {"discount": Decimal(0), "platform": Decimal(0), "refund": Decimal(0), "tax": Decimal(0), "shipping": Decimal(0)}
        for name, column in per_order:
            values = {amount(line[column]) for line in of_order} - {None}
            assert len(values) <= 1, f"{column} differs within an order"
            for value in values:
                add(column, value)
                once[name] += abs(value)
        parts = [line_of(source, line, add) for line in of_order]
        gone = [nothing(source, line) for line in of_order]
        cancelled += sum(1 for line in of_order if gone_for_good(source, line))
        gmv = sum(part["gmv"] for part in parts)
        discount = sum(part["discount"] for part in parts) + once["discount"]
        platform = sum(part["platform"] for part in parts) + once["platform"]
        figures["gmv"] += gmv
        figures["discount"] += discount
        figures["platform"] += platform
        figures["tax"] += once["tax"]
        figures["shipping"] += sum(part["shipping"] for part in parts) + once["shipping"]
        net, paid = gmv - discount, gmv - discount - platform
        if "refund_of_order" in source or len(set(gone)) == 1 and gone[0]:
            figures["refund"] += net if all(gone) or (once["refund"] and once["refund"] >= paid) else once["refund"]
        elif "refund" in source:
            figures["refund"] += sum(
                part["gmv"] - part["discount"] if is_gone else part["refund"] for part, is_gone in zip(parts, gone))
        # The part of the net that came back falls on single rows and is left to the reader's own tests.
    return {
        "kind": "sales",
        "rows": len(lines),
        "totals": {column: plain(value) for column, value in totals.items()},
        "cancelledLines": cancelled,
        "withoutCustomer": sum(1 for line in lines if no_buyer(source, line)),
        "figures": {name: plain(value) for name, value in figures.items() if name != "refund" or not by_piece(source, lines)},
    }


def by_piece(source, lines):
    returned = source.get("returned")
    return "refund_of_order" not in source and returned and any(amount(line[returned]) for line in lines)


def gone_for_good(source, line):
    filled = source.get("cancelled_at") and text(line[source["cancelled_at"]])
    return bool(filled) or text(line[source["state"]]).lower() in CANCELLED | source.get("cancelled", set())


def nothing(source, line):
    return gone_for_good(source, line) or text(line[source["state"]]).lower() in UNPAID | source.get("unpaid", set())


def no_buyer(source, line):
    name = text(line[source["buyer"]]) if "buyer" in source else ""
    return not name or "**" in name


def line_of(source, line, add):
    """The parts of one line; each column is added to its total."""
    def value(column):
        found = amount(line[column]) if column else None
        add(column, found)
        return found or Decimal(0)

    count = value(source["count"]) if "count" in source else Decimal(1)
    discount = sum((abs(value(column)) for column in source["discount"]), Decimal(0))
    platform = sum((abs(value(column)) for column in source["platform"]), Decimal(0)) if "platform" in source else Decimal(0)
    shipping = value(source.get("shipping")) if "shipping" in source else Decimal(0)
    refund = abs(value(source["refund"])) if "refund" in source else Decimal(0)
    if "returned" in source:
        value(source["returned"])
    if "returned_too" in source:
        value(source["returned_too"])
    if "amount" in source:
        gmv = value(source["amount"])
    elif "payable" in source:
        gmv = value(source["payable"]) + discount + platform - shipping
    else:
        price = value(source["price"])
        gmv = price * count
        if "count" in source:
            add(f"{source['count']} × {source['price']}", gmv)
    return {"gmv": gmv, "discount": discount, "platform": platform, "shipping": shipping, "refund": refund}
