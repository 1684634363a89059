-- The same work in plain SQLite: a file into staging, then into the same tables, indexes and roll-ups.
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
PRAGMA cache_size = -32000;
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE staging (order_ref TEXT, at TEXT, sku TEXT, title TEXT, quantity TEXT, unit_price TEXT, discount TEXT, refund TEXT, customer TEXT, live_session TEXT);
.import --csv --skip 1 FILE staging
BEGIN;
INSERT INTO sale_product (sku, title) SELECT DISTINCT sku, title FROM staging;
INSERT INTO sale_session (session_id, windows, products)
    SELECT id, x'', x'' FROM (SELECT DISTINCT live_session FROM staging) JOIN show_id ON name = live_session;
CREATE TEMP TABLE session_name AS SELECT no, name FROM sale_session JOIN show_id ON id = session_id;
CREATE UNIQUE INDEX session_name_name ON session_name (name);
INSERT INTO sale_line (import_no, row, key, order_ref, line_no, at_ms, kind, product_no, quantity, unit_price_e4, amount_e4,
        discount_e4, refund_e4, currency, buyer, session_no, credit, supersedes)
    SELECT 1, s.rowid + 1, key, s.order_ref, s.rowid & 65535, unixepoch(s.at, '-7 hours') * 1000, 0, p.no,
        CAST(s.quantity AS INTEGER), CAST(s.unit_price AS INTEGER) * 10000,
        CAST(s.quantity AS INTEGER) * CAST(s.unit_price AS INTEGER) * 10000, CAST(s.discount AS INTEGER) * 10000,
        CAST(s.refund AS INTEGER) * 10000, 'VND', CAST(s.customer AS BLOB), n.no, 1, NULL
    FROM (SELECT rowid, *, (((CAST(order_ref AS INTEGER) * 2654435761) & 140737488355327) << 16) | (rowid & 65535) AS key FROM staging) s
    JOIN sale_product p ON ifnull(p.sku, '') = s.sku AND p.title = s.title
    LEFT JOIN session_name n ON n.name = s.live_session
    WHERE NOT EXISTS (SELECT 1 FROM sale_key known WHERE known.key = s.key);
INSERT INTO sale_key (key, line_id) SELECT key, id FROM sale_line ORDER BY key, id;
INSERT INTO rollup_session SELECT session_no, currency, 1, sum(amount_e4), sum(discount_e4), sum(refund_e4), 0, 0,
    count(DISTINCT order_ref), sum(quantity), count(*), count(*) FROM sale_line WHERE session_no IS NOT NULL GROUP BY session_no, currency;
INSERT INTO rollup_product SELECT session_no, product_no, currency, 1, sum(amount_e4), sum(discount_e4), sum(refund_e4), 0, 0,
    sum(quantity), count(*) FROM sale_line WHERE session_no IS NOT NULL GROUP BY session_no, product_no, currency;
INSERT INTO rollup_minute SELECT session_no, at_ms / 60000, currency, 1, sum(amount_e4), sum(quantity)
    FROM sale_line WHERE session_no IS NOT NULL GROUP BY session_no, at_ms / 60000, currency;
INSERT INTO rollup_source SELECT session_no, import_no, 1, count(*) FROM sale_line WHERE session_no IS NOT NULL GROUP BY 1, 2;
COMMIT;
