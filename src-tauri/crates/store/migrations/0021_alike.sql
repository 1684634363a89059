-- Lines of a session's orders that are alike in all that charges are reckoned from, counted: past sessions are reckoned
-- anew from these without reading every line. Worked out again where `stamp` no longer fits; never recorded.
CREATE TABLE rollup_alike (
    session_no  INTEGER PRIMARY KEY,
    -- What they were counted from: sales, imports and the session's own channels.
    stamp       TEXT    NOT NULL,
    -- Columns of numbers, compressed: lines that are alike, and orders of lines that are alike.
    lines       BLOB    NOT NULL,
    orders      BLOB    NOT NULL
) STRICT;
