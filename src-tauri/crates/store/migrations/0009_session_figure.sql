-- What platforms say of live sessions. The register of files learns a third kind; its table is made anew with its
-- rows, because a CHECK cannot be changed. Files that refer to it find it again before the step ends.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE import_before AS SELECT * FROM import;
DROP TABLE import;
CREATE TABLE import (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    kind            TEXT    NOT NULL CHECK (kind IN ('products', 'sales', 'sessions')),
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

-- Observations, append-only: one row a room and file. NULL is "not said", which is not nought. `room` is the
-- platform's id; NULL in older files. Of two files that disagree the later one (`as_of_ms`) counts while its
-- import is live. `session_id` is the session the room was said to be; `is_made` that the import made it.
CREATE TABLE session_figure (
    id                  INTEGER PRIMARY KEY,
    import_id           BLOB    NOT NULL REFERENCES import (id),
    row                 INTEGER NOT NULL,
    as_of_ms            INTEGER NOT NULL,
    channel             TEXT    NOT NULL,
    room                TEXT,
    title               TEXT    NOT NULL,
    started_at_ms       INTEGER NOT NULL,
    ended_at_ms         INTEGER,
    currency            TEXT    CHECK (length(currency) = 3),
    gmv_e4              INTEGER,
    orders              INTEGER,
    sku_orders          INTEGER,
    items               INTEGER,
    customers           INTEGER,
    views               INTEGER,
    impressions         INTEGER,
    product_impressions INTEGER,
    product_clicks      INTEGER,
    new_followers       INTEGER,
    comments            INTEGER,
    shares              INTEGER,
    likes               INTEGER,
    session_id          BLOB    CHECK (session_id IS NULL OR length(session_id) = 16),
    is_made             INTEGER NOT NULL CHECK (is_made IN (0, 1)),
    CHECK ((gmv_e4 IS NULL) OR (currency IS NOT NULL))
) STRICT;
CREATE INDEX session_figure_import ON session_figure (import_id);
CREATE INDEX session_figure_session ON session_figure (session_id) WHERE session_id IS NOT NULL;
