-- Lines of one order stand together here. A table of its own instead of an index: keys are hashes, and a file of millions
-- of lines would touch a page of the index for each. It is filled in the order of the keys, when a file's lines are in and
-- before any of them counts; a line that is taken away takes its key along.
CREATE TABLE sale_key (
    key         INTEGER NOT NULL,
    line_id     INTEGER NOT NULL,
    PRIMARY KEY (key, line_id)
) STRICT, WITHOUT ROWID;
INSERT INTO sale_key (key, line_id) SELECT key, id FROM sale_line ORDER BY key, id;
DROP INDEX sale_line_key;
CREATE TRIGGER sale_line_gone AFTER DELETE ON sale_line BEGIN
    DELETE FROM sale_key WHERE key = old.key AND line_id = old.id;
END;
