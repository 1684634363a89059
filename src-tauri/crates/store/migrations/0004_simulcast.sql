-- An address that receives the manifest of the session on air. Its secret is in the key store, never here.
CREATE TABLE target (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    kind            TEXT    NOT NULL CHECK (kind IN ('folder', 'webhook')),
    name            TEXT    NOT NULL,
    -- A folder's path or a webhook's URL.
    address         TEXT    NOT NULL UNIQUE,
    allow_private   INTEGER NOT NULL CHECK (allow_private IN (0, 1)),
    enabled         INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at_ms   INTEGER NOT NULL
) STRICT;

-- One state that was told. Counted over the workspace, so that states of two sessions compare.
CREATE TABLE revision (
    revision        INTEGER PRIMARY KEY,
    epoch           INTEGER NOT NULL,
    session_id      BLOB    NOT NULL CHECK (length(session_id) = 16),
    state           TEXT    NOT NULL CHECK (state IN ('upcoming', 'live', 'paused', 'ended', 'cancelled')),
    issued_at_ms    INTEGER NOT NULL
) STRICT;
CREATE INDEX revision_session ON revision (session_id, revision);

-- The latest state of each session as bytes; earlier ones are never sent again, and the log keeps what was so.
CREATE TABLE manifest (
    session_id      BLOB    PRIMARY KEY CHECK (length(session_id) = 16),
    revision        INTEGER NOT NULL REFERENCES revision (revision),
    manifest        BLOB    NOT NULL
) STRICT;

-- One state on its way to one target. Pending ones survive a crash; who sends them is known in memory only.
CREATE TABLE delivery (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    target_id       BLOB    NOT NULL CHECK (length(target_id) = 16),
    revision        INTEGER NOT NULL REFERENCES revision (revision),
    state           TEXT    NOT NULL CHECK (state IN ('pending', 'delivered', 'skipped', 'dead')),
    attempts        INTEGER NOT NULL DEFAULT 0,
    created_at_ms   INTEGER NOT NULL,
    due_at_ms       INTEGER NOT NULL,
    finished_at_ms  INTEGER,
    CHECK ((state = 'pending') = (finished_at_ms IS NULL))
) STRICT;
CREATE INDEX delivery_target ON delivery (target_id, revision);
CREATE INDEX delivery_pending ON delivery (target_id, revision) WHERE state = 'pending';

-- One try of a delivery and what was answered.
CREATE TABLE attempt (
    delivery_id     BLOB    NOT NULL CHECK (length(delivery_id) = 16) REFERENCES delivery (id),
    number          INTEGER NOT NULL,
    at_ms           INTEGER NOT NULL,
    took_ms         INTEGER NOT NULL,
    answer          TEXT    NOT NULL,
    status          INTEGER,
    excerpt         TEXT,
    PRIMARY KEY (delivery_id, number)
) STRICT, WITHOUT ROWID;
