-- One row: what this file is and whose.
CREATE TABLE workspace (
    only_row        INTEGER PRIMARY KEY CHECK (only_row = 1),
    id              BLOB    NOT NULL CHECK (length(id) = 16),
    brand           TEXT    NOT NULL,
    market          TEXT    NOT NULL CHECK (length(market) = 2),
    language        TEXT    NOT NULL CHECK (language IN ('vi', 'en')),
    theme           TEXT    NOT NULL CHECK (theme IN ('system', 'light', 'dark')),
    purpose         TEXT    NOT NULL CHECK (purpose IN ('plan_and_sell', 'review_past', 'sample')),
    created_at_ms   INTEGER NOT NULL
) STRICT;

-- Undo and redo: one changeset of the planning tables a row. Sealed rows are kept but can no longer be undone.
CREATE TABLE history (
    seq         INTEGER PRIMARY KEY,
    at_ms       INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    verb        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    change      TEXT    NOT NULL,
    change_id   BLOB    CHECK (change_id IS NULL OR length(change_id) = 16),
    changeset   BLOB    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('done', 'undone', 'sealed'))
) STRICT;
CREATE INDEX history_state ON history (state, seq);
