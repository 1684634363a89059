-- Offers planned for a slot: a price for a while, a coupon, a gift. What was opened stands in the log.
CREATE TABLE offer (
    id              BLOB    PRIMARY KEY CHECK (length(id) = 16),
    session_id      BLOB    NOT NULL REFERENCES session (id),
    slot_id         BLOB    NOT NULL REFERENCES slot (id),
    kind            TEXT    NOT NULL CHECK (kind IN ('price', 'coupon', 'gift')),
    -- The price, or what the coupon takes off: an amount or hundredths.
    amount_minor    INTEGER CHECK (amount_minor > 0),
    currency        TEXT    CHECK (length(currency) = 3),
    percent         INTEGER CHECK (percent BETWEEN 1 AND 99),
    -- The code of the coupon, or the gift.
    text            TEXT,
    length_ms       INTEGER NOT NULL CHECK (length_ms > 0),
    -- Why it goes below cost; empty where it does not.
    reason          TEXT    NOT NULL,
    CHECK ((amount_minor IS NULL) = (currency IS NULL))
) STRICT;
CREATE INDEX offer_session ON offer (session_id);
CREATE INDEX offer_slot ON offer (slot_id);

-- The evidence log learns of offers and of what can be bought. It is made anew with its entries, because a CHECK
-- cannot be changed; their hashes stay.
PRAGMA defer_foreign_keys = ON;
CREATE TABLE log_before AS SELECT * FROM log_entry;
DROP TABLE log_entry;
CREATE TABLE log_entry (
    id              INTEGER PRIMARY KEY,
    session_id      BLOB    NOT NULL REFERENCES session (id),
    seq             INTEGER NOT NULL CHECK (seq > 0),
    at_ms           INTEGER NOT NULL,
    show_ms         INTEGER NOT NULL CHECK (show_ms >= 0),
    boot            BLOB    NOT NULL CHECK (length(boot) = 16),
    boot_ms         INTEGER NOT NULL,
    kind            TEXT    NOT NULL CHECK (kind IN ('went_live', 'took', 'take_undone', 'repriced', 'paused',
                                                     'resumed', 'ended', 'reopened', 'note', 'offer_opened',
                                                     'offer_closed', 'offer_expired', 'offer_withdrawn',
                                                     'offer_undone', 'sold_out', 'on_sale', 'withdrawn')),
    slot_id         BLOB    REFERENCES slot (id),
    product_id      BLOB    CHECK (length(product_id) = 16),
    number          INTEGER CHECK (number > 0),
    title           TEXT,
    price_minor     INTEGER,
    price_currency  TEXT    CHECK (length(price_currency) = 3),
    text            TEXT,
    -- The take or the opening it speaks of.
    undoes_seq      INTEGER,
    actor           TEXT    NOT NULL,
    client_key      TEXT,
    previous_hash   BLOB    NOT NULL CHECK (length(previous_hash) = 32),
    hash            BLOB    NOT NULL CHECK (length(hash) = 32),
    -- An offer as it was opened; its code or gift is the text. The plan it came from may be gone.
    offer_id        BLOB    CHECK (length(offer_id) = 16),
    offer_kind      TEXT    CHECK (offer_kind IN ('price', 'coupon', 'gift')),
    offer_minor     INTEGER,
    offer_currency  TEXT    CHECK (length(offer_currency) = 3),
    offer_percent   INTEGER,
    offer_ends_ms   INTEGER,
    CHECK ((kind = 'offer_opened') = (offer_id IS NOT NULL)),
    CHECK ((offer_minor IS NULL) = (offer_currency IS NULL)),
    UNIQUE (session_id, seq)
) STRICT;
INSERT INTO log_entry (id, session_id, seq, at_ms, show_ms, boot, boot_ms, kind, slot_id, product_id, number, title,
        price_minor, price_currency, text, undoes_seq, actor, client_key, previous_hash, hash)
    SELECT id, session_id, seq, at_ms, show_ms, boot, boot_ms, kind, slot_id, product_id, number, title,
        price_minor, price_currency, text, undoes_seq, actor, client_key, previous_hash, hash FROM log_before;
DROP TABLE log_before;
CREATE UNIQUE INDEX log_entry_client_key ON log_entry (session_id, client_key) WHERE client_key IS NOT NULL;
CREATE INDEX log_entry_slot ON log_entry (slot_id) WHERE slot_id IS NOT NULL;
CREATE TRIGGER log_entry_stays AFTER UPDATE ON log_entry BEGIN
    SELECT raise(ABORT, 'the log is only added to');
END;
CREATE TRIGGER log_entry_remains AFTER DELETE ON log_entry BEGIN
    SELECT raise(ABORT, 'the log is only added to');
END;
