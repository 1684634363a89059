-- What sessions cost beside their goods: gifts, samples, ads, pay, studio; for one session, or a standing term for
-- all that fit. Planning: edits can be undone. NULL of amount and rate is due and not known, which is not nothing.
CREATE TABLE expense (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    name            TEXT    NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('gift', 'sample', 'ads', 'host', 'agency', 'studio', 'other')),
    how             TEXT    NOT NULL
        CHECK (how IN ('per_session', 'per_hour', 'per_period', 'percent_gmv', 'percent_nmv')),
    session_id      BLOB    REFERENCES session (id),
    market          TEXT    CHECK (length(market) = 2),
    host_id         BLOB    REFERENCES host (id),
    amount_minor    INTEGER CHECK (amount_minor >= 0),
    currency        TEXT    CHECK (length(currency) = 3),
    rate_ppm        INTEGER CHECK (rate_ppm BETWEEN 0 AND 1000000),
    payer           TEXT    NOT NULL CHECK (payer IN ('brand', 'platform', 'creator', 'agency')),
    first_day       TEXT    CHECK (length(first_day) = 10),
    last_day        TEXT    CHECK (length(last_day) = 10),
    note            TEXT    NOT NULL,
    changed_at_ms   INTEGER NOT NULL,
    CHECK ((amount_minor IS NULL) = (currency IS NULL)),
    CHECK (how <> 'per_period' OR (session_id IS NULL AND first_day IS NOT NULL AND last_day IS NOT NULL))
) STRICT;
CREATE INDEX expense_session ON expense (session_id) WHERE session_id IS NOT NULL;
CREATE INDEX expense_host ON expense (host_id) WHERE host_id IS NOT NULL;

-- Whose shops, which goods, which orders a fee is for, its hours, and what is charged instead on what came back.
ALTER TABLE fee_rule ADD COLUMN seller_type TEXT CHECK (seller_type IN ('mall', 'normal'));
ALTER TABLE fee_rule ADD COLUMN category TEXT CHECK (category <> '');
ALTER TABLE fee_rule ADD COLUMN programme TEXT CHECK (programme <> '');
ALTER TABLE fee_rule ADD COLUMN by_ads TEXT CHECK (by_ads IN ('only', 'not'));
ALTER TABLE fee_rule ADD COLUMN becomes_id BLOB REFERENCES fee_rule (id);
ALTER TABLE fee_rule ADD COLUMN starts_at TEXT CHECK (length(starts_at) = 5);
ALTER TABLE fee_rule ADD COLUMN ends_at TEXT CHECK (length(ends_at) = 5);
CREATE INDEX fee_rule_becomes ON fee_rule (becomes_id) WHERE becomes_id IS NOT NULL;

-- What the brand's shops are to their platforms. NULL of the type is not said. One programme a line: first day or
-- `-`, last day or `-`, name.
CREATE TABLE shop (
    market          TEXT    NOT NULL CHECK (length(market) = 2),
    channel         TEXT    NOT NULL
        CHECK (channel IN ('tiktok', 'shopee', 'facebook', 'youtube', 'instagram', 'lazada', 'other')),
    seller_type     TEXT    CHECK (seller_type IN ('mall', 'normal')),
    programmes      TEXT    NOT NULL,
    PRIMARY KEY (market, channel)
) STRICT;

-- What a product is to those who charge by category. It stays when a product goes, for its undo.
CREATE TABLE product_category (
    product_id      BLOB    PRIMARY KEY CHECK (length(product_id) = 16),
    category        TEXT    NOT NULL CHECK (category <> '')
) STRICT;

-- Rates of exchange entered by hand: planning, so that they can be undone.
CREATE TABLE exchange_rate (
    day             TEXT    NOT NULL CHECK (length(day) = 10),
    from_code       TEXT    NOT NULL CHECK (length(from_code) = 3),
    to_code         TEXT    NOT NULL CHECK (length(to_code) = 3),
    rate            TEXT    NOT NULL CHECK (rate <> ''),
    source          TEXT    NOT NULL,
    PRIMARY KEY (day, from_code, to_code)
) STRICT;

-- Rates of exchange files stated; they count while their file does.
CREATE TABLE exchange_rate_seen (
    import_id       BLOB    NOT NULL REFERENCES import (id),
    day             TEXT    NOT NULL CHECK (length(day) = 10),
    from_code       TEXT    NOT NULL CHECK (length(from_code) = 3),
    to_code         TEXT    NOT NULL CHECK (length(to_code) = 3),
    rate            TEXT    NOT NULL CHECK (rate <> ''),
    PRIMARY KEY (import_id, day, from_code, to_code)
) STRICT, WITHOUT ROWID;
