-- What creators get. Observations by file, append-only, undone by their import; nothing is recorded by the history.

-- One file of commissions in the register `import`, by a small number. `orders` names whose order numbers it holds;
-- `sku_column` is the column in which files of orders name the same stock code; `as_of_ms` is the instant its figures
-- stand for. From `first_day` to `last_day` (days since 1970) it tells of every order a creator brought; NULL where
-- somebody said that it tells of some alone.
CREATE TABLE commission_file (
    no                  INTEGER PRIMARY KEY,
    import_id           BLOB    NOT NULL UNIQUE REFERENCES import (id),
    orders              TEXT    NOT NULL,
    sku_column          TEXT    NOT NULL,
    as_of_ms            INTEGER NOT NULL,
    first_day           INTEGER,
    last_day            INTEGER,
    CHECK ((first_day IS NULL) = (last_day IS NULL))
) STRICT;

-- The commission of one stock code of an order. `group_key` is 63 bits of a hash of source, order and stock code: what a
-- file says of a group it says whole. `order_key` is that of `sale_line`. Amounts are 10^-4, rates millionths, and NULL
-- is not said, which is not nought.
CREATE TABLE commission (
    id                  INTEGER PRIMARY KEY,
    file_no             INTEGER NOT NULL,
    row                 INTEGER NOT NULL,
    group_key           INTEGER NOT NULL,
    order_key           INTEGER NOT NULL,
    order_ref           TEXT    NOT NULL,
    sku_ref             TEXT    NOT NULL,
    creator             TEXT    NOT NULL,
    content_type        TEXT    NOT NULL,
    content_ref         TEXT,
    model               TEXT    NOT NULL,
    rate_ppm            INTEGER,
    ads_rate_ppm        INTEGER,
    created_day         INTEGER NOT NULL,
    paid_day            INTEGER,
    is_returned         INTEGER CHECK (is_returned IN (0, 1)),
    currency            TEXT    NOT NULL CHECK (length(currency) = 3),
    paid_e4             INTEGER,
    expected_base_e4    INTEGER,
    expected_e4         INTEGER,
    actual_base_e4      INTEGER,
    actual_e4           INTEGER,
    expected_ads_e4     INTEGER,
    actual_ads_e4       INTEGER,
    expected_bonus_e4   INTEGER,
    actual_bonus_e4     INTEGER
) STRICT;
CREATE INDEX commission_group ON commission (group_key);
CREATE INDEX commission_order ON commission (order_key);
CREATE INDEX commission_content ON commission (content_ref) WHERE content_ref IS NOT NULL;

-- A later file said the same of a commission that is already there.
CREATE TABLE commission_seen (
    file_no             INTEGER NOT NULL,
    commission_id       INTEGER NOT NULL,
    row                 INTEGER NOT NULL,
    PRIMARY KEY (file_no, commission_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX commission_seen_commission ON commission_seen (commission_id);

-- Which lines are credited by the room a platform names: stock codes of orders and the session they are its. What differs
-- from the commissions that stand is still to be done.
CREATE TABLE commission_credit (
    order_key           INTEGER NOT NULL,
    sku_ref             TEXT    NOT NULL,
    session_id          BLOB    NOT NULL CHECK (length(session_id) = 16),
    PRIMARY KEY (order_key, sku_ref)
) STRICT, WITHOUT ROWID;

-- By which files and rooms that was last worked out.
CREATE TABLE commission_credit_of (
    only_row            INTEGER PRIMARY KEY CHECK (only_row = 1),
    mark                BLOB    NOT NULL
) STRICT;
