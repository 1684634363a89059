-- Credit by hand, kept apart from what the rules find. Planning: edits can be undone. A correction of a line or an
-- order names it as files do, so that it holds for whatever a later file says of it; one of a product holds for its
-- lines that the rules credit to a session, or leave to none while that session is on air.
CREATE TABLE credit_correction (
    id          BLOB    PRIMARY KEY CHECK (length(id) = 16),
    scope       TEXT    NOT NULL CHECK (scope IN ('line', 'order', 'product')),
    -- Of a line or an order: the hash of source and order, as in `sale_line.key`, and the order's own text.
    order_key   INTEGER,
    order_ref   TEXT,
    -- Of a line or a product: what the source calls it.
    sku         TEXT,
    title       TEXT,
    line_no     INTEGER,
    -- The session in whose recap it was said; of a product: the session it is taken from.
    within_id   BLOB    NOT NULL REFERENCES session (id),
    -- NULL is "to no session".
    to_id       BLOB    REFERENCES session (id),
    reason      TEXT    NOT NULL CHECK (reason <> ''),
    actor       TEXT    NOT NULL,
    at_ms       INTEGER NOT NULL,
    CHECK ((scope = 'product') = (order_key IS NULL)),
    CHECK ((order_key IS NULL) = (order_ref IS NULL)),
    CHECK ((scope = 'order') = (title IS NULL)),
    CHECK ((scope = 'line') = (line_no IS NOT NULL))
) STRICT;
CREATE INDEX credit_correction_within ON credit_correction (within_id);
CREATE INDEX credit_correction_to ON credit_correction (to_id) WHERE to_id IS NOT NULL;

-- The corrections that the lines are credited by now: what differs from the table above is still to be done.
CREATE TABLE credit_applied (
    id          BLOB    PRIMARY KEY CHECK (length(id) = 16),
    scope       TEXT    NOT NULL,
    order_key   INTEGER,
    within_id   BLOB    NOT NULL,
    to_id       BLOB
) STRICT, WITHOUT ROWID;

-- What the rules found, where a person said otherwise: then `credit` is 1 with a session and 0 without. NULL where
-- nobody did. `shared` holds the numbers of the sessions a line fits that fits several, a comma between them.
ALTER TABLE sale_line ADD COLUMN found_credit INTEGER;
ALTER TABLE sale_line ADD COLUMN found_session_no INTEGER;
ALTER TABLE sale_line ADD COLUMN shared TEXT;
CREATE INDEX sale_line_found ON sale_line (found_session_no) WHERE found_session_no IS NOT NULL;

-- What of a session is credited for certain: by its id or by hand.
CREATE TABLE rollup_certain (
    session_no  INTEGER NOT NULL,
    currency    TEXT    NOT NULL,
    batch       INTEGER NOT NULL,
    gmv_e4      INTEGER NOT NULL,
    lines       INTEGER NOT NULL,
    by_hand     INTEGER NOT NULL,
    PRIMARY KEY (session_no, currency, batch)
) STRICT, WITHOUT ROWID;

-- Lines that fit several sessions, by which: in the range of each, counted once in totals.
CREATE TABLE rollup_shared (
    sessions    TEXT    NOT NULL,
    currency    TEXT    NOT NULL,
    batch       INTEGER NOT NULL,
    gmv_e4      INTEGER NOT NULL,
    lines       INTEGER NOT NULL,
    PRIMARY KEY (sessions, currency, batch)
) STRICT, WITHOUT ROWID;

-- Whether the two sums above are still to be computed from lines that were there before.
CREATE TABLE credit_due (
    only_row    INTEGER PRIMARY KEY CHECK (only_row = 1)
) STRICT;
INSERT INTO credit_due (only_row) SELECT 1 WHERE EXISTS (SELECT 1 FROM sale_line);
