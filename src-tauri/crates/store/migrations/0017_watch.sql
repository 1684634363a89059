-- Folders that are watched for files to bring in. Not planning: a folder is of this computer, and whoever stops watching
-- one starts anew.
CREATE TABLE watched_folder (
    id          BLOB    PRIMARY KEY CHECK (length(id) = 16),
    path        TEXT    NOT NULL UNIQUE,
    -- Whether what is proved goes in by itself.
    takes_in    INTEGER NOT NULL CHECK (takes_in IN (0, 1)),
    since_ms    INTEGER NOT NULL
) STRICT;

-- The files met there, as they were when they were looked at; one that differs since has landed anew. `before` was there
-- when watching began and is never looked at. `ready`, `asks` and `failed` wait; `nothing` brings nothing new; `in` went
-- in by itself; `left` was left out by the user. NULL hash: never read.
CREATE TABLE watched_file (
    folder_id   BLOB    NOT NULL REFERENCES watched_folder (id),
    path        TEXT    NOT NULL,
    bytes       INTEGER NOT NULL,
    modified_ms INTEGER NOT NULL,
    hash        TEXT,
    state       TEXT    NOT NULL CHECK (state IN ('before', 'ready', 'asks', 'failed', 'nothing', 'in', 'left')),
    found_at_ms INTEGER NOT NULL,
    PRIMARY KEY (folder_id, path)
) STRICT, WITHOUT ROWID;
CREATE INDEX watched_file_hash ON watched_file (hash) WHERE hash IS NOT NULL;
