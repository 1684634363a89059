-- What the brand sells. A variant is one choice of a product; a product without choices has one variant.
CREATE TABLE product (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    title           TEXT    NOT NULL CHECK (title <> ''),
    handle          TEXT    UNIQUE CHECK (handle <> ''),
    vendor          TEXT,
    description     TEXT    NOT NULL,
    tags            TEXT    NOT NULL,
    image           TEXT,
    link            TEXT,
    talking_points  TEXT    NOT NULL,
    changed_at_ms   INTEGER NOT NULL
) STRICT;

CREATE TABLE variant (
    id                  BLOB    PRIMARY KEY CHECK (length(id) = 16),
    product_id          BLOB    NOT NULL REFERENCES product (id),
    choice              TEXT    CHECK (choice <> ''),
    sku                 TEXT    CHECK (sku <> ''),
    barcode             TEXT    CHECK (barcode <> ''),
    price_minor         INTEGER CHECK (price_minor >= 0),
    compare_at_minor    INTEGER CHECK (compare_at_minor >= 0),
    cost_minor          INTEGER CHECK (cost_minor >= 0),
    currency            TEXT    NOT NULL CHECK (length(currency) = 3),
    stock               INTEGER,
    image               TEXT,
    position            INTEGER NOT NULL,
    changed_at_ms       INTEGER NOT NULL
) STRICT;
CREATE INDEX variant_product ON variant (product_id, position);
CREATE INDEX variant_sku ON variant (sku) WHERE sku IS NOT NULL;
CREATE INDEX variant_barcode ON variant (barcode) WHERE barcode IS NOT NULL;

-- A named, reusable list of products.
CREATE TABLE product_list (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    name            TEXT    NOT NULL CHECK (name <> ''),
    changed_at_ms   INTEGER NOT NULL
) STRICT;

CREATE TABLE product_list_entry (
    list_id     BLOB    NOT NULL REFERENCES product_list (id),
    product_id  BLOB    NOT NULL REFERENCES product (id),
    position    INTEGER NOT NULL,
    PRIMARY KEY (list_id, product_id)
) STRICT;
CREATE INDEX product_list_entry_product ON product_list_entry (product_id);

-- One row a variant, kept by the triggers below and never recorded: its number for the search, the keys the
-- catalogue is sorted by, and the folded words it is found by.
CREATE TABLE catalogue_row (
    n               INTEGER PRIMARY KEY,
    variant_id      BLOB    NOT NULL UNIQUE,
    product_id      BLOB    NOT NULL,
    title_key       TEXT    NOT NULL,
    sku_key         TEXT,
    price_minor     INTEGER,
    stock           INTEGER,
    position        INTEGER NOT NULL,
    changed_at_ms   INTEGER NOT NULL,
    words           TEXT    NOT NULL
) STRICT;
CREATE INDEX catalogue_row_product ON catalogue_row (product_id);
CREATE INDEX catalogue_row_title ON catalogue_row (title_key, position);
CREATE INDEX catalogue_row_sku ON catalogue_row (sku_key);
CREATE INDEX catalogue_row_price ON catalogue_row (price_minor);
CREATE INDEX catalogue_row_stock ON catalogue_row (stock);
CREATE INDEX catalogue_row_changed ON catalogue_row (changed_at_ms);

-- Grows with every change of a row, so that an order of the whole worked out once is known to be right or not.
CREATE TABLE catalogue_version (
    only_row    INTEGER PRIMARY KEY CHECK (only_row = 1),
    version     INTEGER NOT NULL
) STRICT;
INSERT INTO catalogue_version (only_row, version) VALUES (1, 0);

-- Combining marks are letters here: `fold` has taken away those that are not.
CREATE VIRTUAL TABLE catalogue_search USING fts5 (
    words, content = 'catalogue_row', content_rowid = 'n', detail = none, prefix = '1 2 3 4',
    tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);

CREATE TRIGGER catalogue_row_in AFTER INSERT ON catalogue_row BEGIN
    UPDATE catalogue_version SET version = version + 1;
    INSERT INTO catalogue_search (rowid, words) VALUES (new.n, new.words);
END;
CREATE TRIGGER catalogue_row_out AFTER DELETE ON catalogue_row BEGIN
    UPDATE catalogue_version SET version = version + 1;
    INSERT INTO catalogue_search (catalogue_search, rowid, words) VALUES ('delete', old.n, old.words);
END;
CREATE TRIGGER catalogue_row_changed AFTER UPDATE ON catalogue_row BEGIN
    UPDATE catalogue_version SET version = version + 1;
END;
CREATE TRIGGER catalogue_row_words AFTER UPDATE OF words ON catalogue_row WHEN old.words <> new.words BEGIN
    INSERT INTO catalogue_search (catalogue_search, rowid, words) VALUES ('delete', old.n, old.words);
    INSERT INTO catalogue_search (rowid, words) VALUES (new.n, new.words);
END;

-- A changeset may bring a variant before its product; the product's own trigger then names the row.
CREATE TRIGGER variant_in AFTER INSERT ON variant BEGIN
    INSERT INTO catalogue_row
        (variant_id, product_id, title_key, sku_key, price_minor, stock, position, changed_at_ms, words)
    SELECT new.id, new.product_id, coalesce(fold(title), ''), fold(new.sku), new.price_minor, new.stock,
           new.position, new.changed_at_ms,
           fold(concat_ws(' ', title, new.sku, replace(new.sku, '-', ''), new.barcode, new.choice, vendor))
    FROM (SELECT 1) LEFT JOIN product ON product.id = new.product_id;
END;
CREATE TRIGGER variant_changed AFTER UPDATE ON variant BEGIN
    UPDATE catalogue_row
    SET (product_id, title_key, sku_key, price_minor, stock, position, changed_at_ms, words) =
        (SELECT new.product_id, coalesce(fold(title), ''), fold(new.sku), new.price_minor, new.stock,
                new.position, new.changed_at_ms,
                fold(concat_ws(' ', title, new.sku, replace(new.sku, '-', ''), new.barcode, new.choice, vendor))
         FROM (SELECT 1) LEFT JOIN product ON product.id = new.product_id)
    WHERE variant_id = old.id;
END;
CREATE TRIGGER variant_out AFTER DELETE ON variant BEGIN
    DELETE FROM catalogue_row WHERE variant_id = old.id;
END;
CREATE TRIGGER product_in AFTER INSERT ON product BEGIN
    UPDATE catalogue_row
    SET (title_key, words) =
        (SELECT fold(new.title),
                fold(concat_ws(' ', new.title, sku, replace(sku, '-', ''), barcode, choice, new.vendor))
         FROM variant WHERE variant.id = catalogue_row.variant_id)
    WHERE product_id = new.id;
END;
CREATE TRIGGER product_renamed AFTER UPDATE OF title, vendor ON product
WHEN old.title <> new.title OR old.vendor IS NOT new.vendor BEGIN
    UPDATE catalogue_row
    SET (title_key, words) =
        (SELECT fold(new.title),
                fold(concat_ws(' ', new.title, sku, replace(sku, '-', ''), barcode, choice, new.vendor))
         FROM variant WHERE variant.id = catalogue_row.variant_id)
    WHERE product_id = new.id;
END;

-- Every file that came in, products and sales alike. Its name and hash stay when it is undone.
CREATE TABLE import (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    kind            TEXT    NOT NULL CHECK (kind IN ('products', 'sales')),
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
    rows_rejected   INTEGER NOT NULL,
    totals_json     TEXT    NOT NULL
) STRICT;
CREATE INDEX import_at ON import (at_ms);
CREATE INDEX import_hash ON import (hash);

-- An import of products is one step of the history, which carries its id: undone there, it is undone here.
CREATE TRIGGER history_of_import AFTER UPDATE OF state ON history
WHEN new.verb = 'product_import' AND new.state IN ('done', 'undone') BEGIN
    UPDATE import SET state = CASE new.state WHEN 'done' THEN 'live' ELSE 'undone' END
    WHERE id = new.change_id;
END;
