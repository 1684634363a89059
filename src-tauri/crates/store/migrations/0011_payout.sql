-- What platforms paid out. Observations by file, append-only, undone by their import; nothing is recorded by the history
-- but `payout_rule`, which is planning.

-- One settlement in the register `import`, by a small number. `orders` names whose order numbers it holds; `as_of_ms`
-- is the instant its figures stand for.
CREATE TABLE payout_file (
    no              INTEGER PRIMARY KEY,
    import_id       BLOB    NOT NULL UNIQUE REFERENCES import (id),
    orders          TEXT    NOT NULL,
    as_of_ms        INTEGER NOT NULL
) STRICT;

-- A column of money as files name it, and what it is to its source: `kind` is empty when nobody has described it,
-- `part_of` the kind it is a part of, empty when it stands beside the sums.
CREATE TABLE payout_column (
    no              INTEGER PRIMARY KEY,
    name            TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    part_of         TEXT    NOT NULL,
    UNIQUE (name, kind, part_of)
) STRICT;

-- One entry: an order, a refund, an adjustment, settled on a day. `group_key` is 63 bits of a hash of source, number,
-- type, day and currency: what a file says of a group it says whole. `order_key` is that of `sale_line`.
CREATE TABLE payout_entry (
    id              INTEGER PRIMARY KEY,
    file_no         INTEGER NOT NULL,
    row             INTEGER NOT NULL,
    group_key       INTEGER NOT NULL,
    order_key       INTEGER NOT NULL,
    entry_ref       TEXT    NOT NULL,
    order_ref       TEXT    NOT NULL,
    type            TEXT    NOT NULL,
    created_at_ms   INTEGER,
    settled_at_ms   INTEGER NOT NULL,
    currency        TEXT    NOT NULL CHECK (length(currency) = 3),
    total_e4        INTEGER NOT NULL
) STRICT;
CREATE INDEX payout_entry_group ON payout_entry (group_key);
CREATE INDEX payout_entry_order ON payout_entry (order_key);
CREATE INDEX payout_entry_settled ON payout_entry (settled_at_ms);
CREATE INDEX payout_entry_created ON payout_entry (created_at_ms) WHERE created_at_ms IS NOT NULL;
CREATE INDEX payout_entry_file ON payout_entry (file_no);

-- Every filled cell of money of an entry, 10^-4; what was taken is below zero.
CREATE TABLE payout_amount (
    entry_id        INTEGER NOT NULL,
    column_no       INTEGER NOT NULL,
    amount_e4       INTEGER NOT NULL,
    PRIMARY KEY (entry_id, column_no)
) STRICT, WITHOUT ROWID;

-- A later file said the same of an entry that is already there.
CREATE TABLE payout_seen (
    file_no         INTEGER NOT NULL,
    entry_id        INTEGER NOT NULL,
    row             INTEGER NOT NULL,
    PRIMARY KEY (file_no, entry_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX payout_seen_entry ON payout_seen (entry_id);

-- In which column of a settlement a fee rule of ours is charged, where somebody said so; empty for in none.
CREATE TABLE payout_rule (
    rule_id         BLOB    PRIMARY KEY CHECK (length(rule_id) = 16),
    kind            TEXT    NOT NULL
) STRICT;
