-- The register of files learns what platforms write besides orders and rooms: payouts, commissions of creators, a
-- session by the minute, days, ads, and exchange rates. Its table is made anew with its rows, because a CHECK cannot
-- be changed.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE import_before AS SELECT * FROM import;
DROP TABLE import;
CREATE TABLE import (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    kind            TEXT    NOT NULL CHECK (kind IN ('products', 'sales', 'sessions', 'payouts', 'commissions',
                                                     'minutes', 'days', 'ads', 'rates')),
    file_name       TEXT    NOT NULL,
    path            TEXT    NOT NULL,
    hash            TEXT    NOT NULL,
    bytes           INTEGER NOT NULL,
    source          TEXT    NOT NULL,
    mapping_json    TEXT,
    actor           TEXT    NOT NULL,
    at_ms           INTEGER NOT NULL,
    state           TEXT    NOT NULL CHECK (state IN ('staging', 'live', 'undone')),
    rows_read       INTEGER NOT NULL,
    rows_new        INTEGER NOT NULL,
    rows_changed    INTEGER NOT NULL,
    rows_unchanged  INTEGER NOT NULL,
    rows_older      INTEGER NOT NULL,
    rows_rejected   INTEGER NOT NULL,
    totals_json     TEXT    NOT NULL
) STRICT;
INSERT INTO import (id, kind, file_name, path, hash, bytes, source, mapping_json, actor, at_ms, state, rows_read,
        rows_new, rows_changed, rows_unchanged, rows_older, rows_rejected, totals_json)
    SELECT id, kind, file_name, path, hash, bytes, source, mapping_json, actor, at_ms, state, rows_read,
        rows_new, rows_changed, rows_unchanged, rows_older, rows_rejected, totals_json FROM import_before;
DROP TABLE import_before;
CREATE INDEX import_at ON import (at_ms);
CREATE INDEX import_hash ON import (hash);
