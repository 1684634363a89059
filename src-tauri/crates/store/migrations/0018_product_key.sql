-- How a shop knows a product again that has no address of its own in the file: `id:29` of WooCommerce, `id:AT-01` of
-- Pancake. It stays when a product goes, for its undo.
CREATE TABLE product_key (
    source          TEXT    NOT NULL CHECK (source <> ''),
    key             TEXT    NOT NULL CHECK (key <> ''),
    product_id      BLOB    NOT NULL CHECK (length(product_id) = 16),
    PRIMARY KEY (source, key)
) STRICT;
