-- What is charged, on what, when, and who bears it; commission of hosts, too. Planning: edits can be undone.
-- Rates are parts per million; amounts are minor units of `currency`; days are days of the market's zone.
CREATE TABLE fee_rule (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    name            TEXT    NOT NULL CHECK (name <> ''),
    purpose         TEXT    NOT NULL CHECK (purpose IN ('fee', 'commission')),
    channel         TEXT    CHECK (channel IN ('tiktok', 'shopee', 'facebook', 'youtube', 'instagram', 'lazada', 'other')),
    market          TEXT    CHECK (length(market) = 2),
    host_id         BLOB    REFERENCES host (id),
    kind            TEXT    NOT NULL CHECK (kind IN ('percent', 'flat_per_order', 'flat_per_unit', 'percent_of_fee')),
    base            TEXT    NOT NULL CHECK (base IN (
                        'gmv', 'after_seller_discount', 'customer_payment', 'paid_plus_platform_discount_less_tax',
                        'net_plus_shipping_plus_platform_discount', 'after_discounts_less_tax')),
    other_id        BLOB    REFERENCES fee_rule (id),
    -- NULL is not known, which is not nothing: a rate by category that nobody has entered yet.
    rate_ppm        INTEGER CHECK (rate_ppm BETWEEN 0 AND 1000000),
    -- One step a line: where it begins, in minor units, and its rate.
    steps           TEXT    NOT NULL,
    currency        TEXT    CHECK (length(currency) = 3),
    flat_minor      INTEGER CHECK (flat_minor >= 0),
    least_minor     INTEGER CHECK (least_minor >= 0),
    cap_minor       INTEGER CHECK (cap_minor >= 0),
    cap_scope       TEXT    NOT NULL CHECK (cap_scope IN ('line', 'product', 'order', 'session')),
    tax_ppm         INTEGER NOT NULL CHECK (tax_ppm >= 0),
    due             TEXT    NOT NULL CHECK (due IN ('paid', 'delivered', 'settled', 'refunded')),
    on_refund       TEXT    NOT NULL CHECK (on_refund IN ('keep', 'proportional', 'nullify')),
    -- One payer a line: who, and their share.
    payers          TEXT    NOT NULL CHECK (payers <> ''),
    condition       TEXT    NOT NULL CHECK (condition IN ('none', 'from_live', 'by_creator', 'with_code')),
    valid_from      TEXT    CHECK (length(valid_from) = 10),
    valid_to        TEXT    CHECK (length(valid_to) = 10),
    precedence      INTEGER NOT NULL,
    stacking_group  TEXT    CHECK (stacking_group <> ''),
    per             TEXT    NOT NULL CHECK (per IN ('line', 'product', 'order', 'session')),
    rounding        TEXT    NOT NULL CHECK (rounding IN ('half_up', 'half_even')),
    source_note     TEXT    NOT NULL,
    source_seen_on  TEXT    CHECK (length(source_seen_on) = 10),
    changed_at_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX fee_rule_other ON fee_rule (other_id) WHERE other_id IS NOT NULL;
CREATE INDEX fee_rule_host ON fee_rule (host_id) WHERE host_id IS NOT NULL;
