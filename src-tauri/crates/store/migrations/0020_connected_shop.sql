-- Destinations learn object storage and WordPress. The table is made anew with its rows, because a CHECK cannot be
-- changed. What one signs in with is in the key store, never here.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE target_before AS SELECT * FROM target;
DROP TABLE target;
CREATE TABLE target (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    kind            TEXT    NOT NULL CHECK (kind IN ('folder', 'webhook', 'objectStorage', 'wordPress')),
    name            TEXT    NOT NULL,
    -- A folder's path, a webhook's URL, https://endpoint/bucket/folder, or a website's address.
    address         TEXT    NOT NULL UNIQUE,
    -- Object storage: the region that signatures name.
    region          TEXT,
    -- Object storage: where shoppers' browsers read it, if that is known.
    public_address  TEXT,
    allow_private   INTEGER NOT NULL CHECK (allow_private IN (0, 1)),
    enabled         INTEGER NOT NULL CHECK (enabled IN (0, 1)),
    created_at_ms   INTEGER NOT NULL
) STRICT;
INSERT INTO target (id, kind, name, address, allow_private, enabled, created_at_ms)
    SELECT id, kind, name, address, allow_private, enabled, created_at_ms FROM target_before;
DROP TABLE target_before;
