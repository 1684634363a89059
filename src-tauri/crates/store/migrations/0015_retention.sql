-- How long what files brought is kept: months; NULL is for ever. Not planning: what was deleted stays deleted, so
-- there is nothing that undo could bring back.
CREATE TABLE retention (
    only            INTEGER PRIMARY KEY CHECK (only = 1),
    cell_months     INTEGER CHECK (cell_months > 0),
    buyer_months    INTEGER CHECK (buyer_months > 0),
    kept_at_ms      INTEGER
) STRICT;
