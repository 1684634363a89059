-- What files said about sales. Nothing here is recorded by the history: an import is undone by its own verb,
-- and a figure stands while any live import saw it.

-- One sales file in the register `import`, by a small number. `source` names whose order numbers it holds;
-- `as_of_ms` is the instant its figures stand for: of two files that disagree, the later one counts.
CREATE TABLE sale_import (
    no          INTEGER PRIMARY KEY,
    import_id   BLOB    NOT NULL UNIQUE REFERENCES import (id),
    source      TEXT    NOT NULL,
    as_of_ms    INTEGER NOT NULL,
    first_line  INTEGER NOT NULL,
    last_line   INTEGER NOT NULL,
    batch       INTEGER NOT NULL,
    header      TEXT    NOT NULL
) STRICT;

-- A product as sources call it, once, and the catalogue product it was found to be.
CREATE TABLE sale_product (
    no          INTEGER PRIMARY KEY,
    sku         TEXT,
    title       TEXT    NOT NULL,
    product_id  BLOB    CHECK (product_id IS NULL OR length(product_id) = 16)
) STRICT;
CREATE UNIQUE INDEX sale_product_name ON sale_product (ifnull(sku, ''), title);
CREATE INDEX sale_product_product ON sale_product (product_id) WHERE product_id IS NOT NULL;

-- A session by a small number, and the time on air and the products lines were credited by.
CREATE TABLE sale_session (
    no          INTEGER PRIMARY KEY,
    session_id  BLOB    NOT NULL UNIQUE CHECK (length(session_id) = 16),
    windows     BLOB    NOT NULL,
    products    BLOB    NOT NULL
) STRICT;

-- Observations, append-only but for the credit. `key` is 48 bits of a hash of source and order over 16
-- bits from product and line: lines of one order stand together in its index. `line_no` counts an order's lines
-- of one product, so that rows in another order are the same lines. `kind` and `credit` as in `domain`.
CREATE TABLE sale_line (
    id              INTEGER PRIMARY KEY,
    import_no       INTEGER NOT NULL,
    row             INTEGER NOT NULL,
    key             INTEGER NOT NULL,
    order_ref       TEXT    NOT NULL,
    line_no         INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    kind            INTEGER NOT NULL CHECK (kind BETWEEN 0 AND 3),
    product_no      INTEGER NOT NULL,
    quantity        INTEGER NOT NULL,
    unit_price_e4   INTEGER NOT NULL,
    amount_e4       INTEGER NOT NULL,
    discount_e4     INTEGER NOT NULL,
    refund_e4       INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    buyer           BLOB,
    session_no      INTEGER,
    credit          INTEGER NOT NULL CHECK (credit BETWEEN 0 AND 5),
    supersedes      INTEGER
) STRICT;
CREATE INDEX sale_line_key ON sale_line (key);
CREATE INDEX sale_line_at ON sale_line (at_ms);
CREATE INDEX sale_line_session ON sale_line (session_no, product_no) WHERE session_no IS NOT NULL;

-- A later import said the same as a line that is already there.
CREATE TABLE sale_seen (
    import_no   INTEGER NOT NULL,
    line_id     INTEGER NOT NULL,
    row         INTEGER NOT NULL,
    PRIMARY KEY (import_no, line_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX sale_seen_line ON sale_seen (line_id);

-- The washed cells of some thousand rows, as zstd; U+001F between cells, U+001E behind a row.
CREATE TABLE raw_block (
    import_no   INTEGER NOT NULL,
    first_row   INTEGER NOT NULL,
    last_row    INTEGER NOT NULL,
    cells       BLOB    NOT NULL,
    PRIMARY KEY (import_no, first_row)
) STRICT, WITHOUT ROWID;

-- Roll-ups are sums over the applied batches: whoever changes figures writes the differences under a batch of
-- its own, in as many short steps as it takes, and applies them all by one flip.
CREATE TABLE sale_batch (
    no          INTEGER PRIMARY KEY,
    applied     INTEGER NOT NULL CHECK (applied IN (0, 1))
) STRICT;

CREATE TABLE rollup_session (
    session_no      INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    batch           INTEGER NOT NULL,
    gmv_e4          INTEGER NOT NULL,
    discount_e4     INTEGER NOT NULL,
    refund_e4       INTEGER NOT NULL,
    charge_e4       INTEGER NOT NULL,
    adjustment_e4   INTEGER NOT NULL,
    orders          INTEGER NOT NULL,
    units           INTEGER NOT NULL,
    lines           INTEGER NOT NULL,
    certain_lines   INTEGER NOT NULL,
    PRIMARY KEY (session_no, currency, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_product (
    session_no      INTEGER NOT NULL,
    product_no      INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    batch           INTEGER NOT NULL,
    gmv_e4          INTEGER NOT NULL,
    discount_e4     INTEGER NOT NULL,
    refund_e4       INTEGER NOT NULL,
    charge_e4       INTEGER NOT NULL,
    adjustment_e4   INTEGER NOT NULL,
    units           INTEGER NOT NULL,
    lines           INTEGER NOT NULL,
    PRIMARY KEY (session_no, product_no, currency, batch)
) STRICT, WITHOUT ROWID;

CREATE TABLE rollup_minute (
    session_no      INTEGER NOT NULL,
    minute          INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    batch           INTEGER NOT NULL,
    gmv_e4          INTEGER NOT NULL,
    units           INTEGER NOT NULL,
    PRIMARY KEY (session_no, minute, currency, batch)
) STRICT, WITHOUT ROWID;

-- Every line of a day (days since 1970 in the zone of the home market), credited or not.
CREATE TABLE rollup_day (
    day             INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    batch           INTEGER NOT NULL,
    gmv_e4          INTEGER NOT NULL,
    discount_e4     INTEGER NOT NULL,
    refund_e4       INTEGER NOT NULL,
    charge_e4       INTEGER NOT NULL,
    adjustment_e4   INTEGER NOT NULL,
    orders          INTEGER NOT NULL,
    units           INTEGER NOT NULL,
    lines           INTEGER NOT NULL,
    PRIMARY KEY (day, currency, batch)
) STRICT, WITHOUT ROWID;

-- Lines placed while a session was on air, but credited to none, by minute and reason.
CREATE TABLE rollup_unmatched (
    minute          INTEGER NOT NULL,
    currency        TEXT    NOT NULL,
    credit          INTEGER NOT NULL,
    batch           INTEGER NOT NULL,
    gmv_e4          INTEGER NOT NULL,
    lines           INTEGER NOT NULL,
    PRIMARY KEY (minute, currency, credit, batch)
) STRICT, WITHOUT ROWID;

-- How many lines of a file are credited to a session, standing or not: where its figures come from.
CREATE TABLE rollup_source (
    session_no      INTEGER NOT NULL,
    import_no       INTEGER NOT NULL,
    batch           INTEGER NOT NULL,
    lines           INTEGER NOT NULL,
    PRIMARY KEY (session_no, import_no, batch)
) STRICT, WITHOUT ROWID;
