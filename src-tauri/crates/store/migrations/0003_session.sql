-- Planning: who is on camera, what is held when, with which products.
CREATE TABLE host (
    id      BLOB    PRIMARY KEY CHECK (length(id) = 16),
    name    TEXT    NOT NULL CHECK (name <> ''),
    note    TEXT    NOT NULL
) STRICT;

CREATE TABLE session (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    title           TEXT    NOT NULL CHECK (title <> ''),
    market          TEXT    NOT NULL CHECK (length(market) = 2),
    zone            TEXT    NOT NULL,
    -- The wall time that was meant stays; the instant is computed from it, anew when zone data changes.
    start_local     TEXT    NOT NULL CHECK (length(start_local) = 16),
    overlap         TEXT    CHECK (overlap IN ('earlier', 'later')),
    starts_at_ms    INTEGER NOT NULL,
    length_ms       INTEGER NOT NULL CHECK (length_ms > 0),
    goal_gmv_minor  INTEGER CHECK (goal_gmv_minor > 0),
    goal_orders     INTEGER CHECK (goal_orders > 0),
    goal_units      INTEGER CHECK (goal_units > 0),
    -- NULL is "not known", which is not nought.
    views           INTEGER CHECK (views >= 0),
    note            TEXT    NOT NULL
) STRICT;
CREATE INDEX session_starts ON session (starts_at_ms);

CREATE TABLE session_channel (
    session_id  BLOB    NOT NULL REFERENCES session (id),
    channel     TEXT    NOT NULL
        CHECK (channel IN ('tiktok', 'shopee', 'facebook', 'youtube', 'instagram', 'lazada', 'other')),
    url         TEXT,
    position    INTEGER NOT NULL,
    PRIMARY KEY (session_id, channel)
) STRICT;

CREATE TABLE session_host (
    session_id  BLOB    NOT NULL REFERENCES session (id),
    host_id     BLOB    NOT NULL REFERENCES host (id),
    position    INTEGER NOT NULL,
    PRIMARY KEY (session_id, host_id)
) STRICT;
CREATE INDEX session_host_host ON session_host (host_id);

CREATE TABLE slot (
    id                  BLOB    PRIMARY KEY CHECK (length(id) = 16),
    session_id          BLOB    NOT NULL REFERENCES session (id),
    product_id          BLOB    NOT NULL REFERENCES product (id),
    position            INTEGER NOT NULL,
    show_price_minor    INTEGER CHECK (show_price_minor >= 0),
    show_price_currency TEXT    CHECK (length(show_price_currency) = 3),
    talking_points      TEXT    NOT NULL,
    planned_ms          INTEGER NOT NULL CHECK (planned_ms >= 0),
    note                TEXT    NOT NULL,
    CHECK ((show_price_minor IS NULL) = (show_price_currency IS NULL)),
    UNIQUE (session_id, product_id)
) STRICT;
CREATE INDEX slot_product ON slot (product_id);

-- What the outside has seen of a session; never recorded, so that undo of planning cannot take it back.
-- A session without a row is a draft.
CREATE TABLE session_state (
    session_id      BLOB    PRIMARY KEY REFERENCES session (id),
    status          TEXT    NOT NULL CHECK (status IN ('scheduled', 'live', 'ended', 'cancelled')),
    started_at_ms   INTEGER,
    ended_at_ms     INTEGER
) STRICT;
CREATE INDEX session_state_status ON session_state (status);

-- The evidence log: only ever added to, each entry sealed with the hash before it. A slot that it speaks of
-- stays, which its foreign key sees to.
CREATE TABLE log_entry (
    id              INTEGER PRIMARY KEY,
    session_id      BLOB    NOT NULL REFERENCES session (id),
    seq             INTEGER NOT NULL CHECK (seq > 0),
    at_ms           INTEGER NOT NULL,
    show_ms         INTEGER NOT NULL CHECK (show_ms >= 0),
    boot            BLOB    NOT NULL CHECK (length(boot) = 16),
    boot_ms         INTEGER NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('went_live', 'took', 'take_undone', 'repriced', 'paused',
                                                     'resumed', 'ended', 'reopened', 'note')),
    slot_id         BLOB    REFERENCES slot (id),
    product_id      BLOB    CHECK (length(product_id) = 16),
    number          INTEGER CHECK (number > 0),
    title           TEXT,
    price_minor     INTEGER,
    price_currency  TEXT    CHECK (length(price_currency) = 3),
    text            TEXT,
    undoes_seq      INTEGER,
    actor           TEXT    NOT NULL,
    client_key      TEXT,
    previous_hash   BLOB    NOT NULL CHECK (length(previous_hash) = 32),
    hash            BLOB    NOT NULL CHECK (length(hash) = 32),
    UNIQUE (session_id, seq)
) STRICT;
CREATE UNIQUE INDEX log_entry_client_key ON log_entry (session_id, client_key) WHERE client_key IS NOT NULL;
CREATE INDEX log_entry_slot ON log_entry (slot_id) WHERE slot_id IS NOT NULL;

CREATE TRIGGER log_entry_stays AFTER UPDATE ON log_entry BEGIN
    SELECT raise(ABORT, 'the log is only added to');
END;
CREATE TRIGGER log_entry_remains AFTER DELETE ON log_entry BEGIN
    SELECT raise(ABORT, 'the log is only added to');
END;
