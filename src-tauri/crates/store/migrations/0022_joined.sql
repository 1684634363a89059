-- What a person said of two sessions that began close after each other: that the room was started again and both are one
-- show (`is_one` 1: `part_id` is a part of `into_id`), or that they are two. Planning: it can be undone. The part stays,
-- so that whatever a later file says of its room finds it.
CREATE TABLE session_join (
    id          BLOB    PRIMARY KEY CHECK (length(id) = 16),
    part_id     BLOB    NOT NULL REFERENCES session (id),
    into_id     BLOB    NOT NULL REFERENCES session (id),
    is_one      INTEGER NOT NULL CHECK (is_one IN (0, 1)),
    actor       TEXT    NOT NULL,
    at_ms       INTEGER NOT NULL,
    UNIQUE (part_id, into_id),
    CHECK (part_id <> into_id)
) STRICT;
CREATE UNIQUE INDEX session_join_part ON session_join (part_id) WHERE is_one = 1;
CREATE INDEX session_join_into ON session_join (into_id);
