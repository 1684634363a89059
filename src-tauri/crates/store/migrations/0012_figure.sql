-- What platforms write beside orders and rooms. Observations, append-only, a row a step, product or day and file; NULL
-- is "not said", which is not nought. Of two files that tell of one thing the later one (`as_of_ms`) counts while its
-- import is live. None of these is ever added to what order lines say.

-- A step of a session. Which session and room it is of stands in `session_figure`, under the same import.
CREATE TABLE session_step (
    id                  INTEGER PRIMARY KEY,
    import_id           BLOB    NOT NULL REFERENCES import (id),
    row                 INTEGER NOT NULL,
    as_of_ms            INTEGER NOT NULL,
    channel             TEXT    NOT NULL,
    at_ms               INTEGER NOT NULL,
    minutes             INTEGER NOT NULL,
    currency            TEXT    CHECK (length(currency) = 3),
    gmv_e4              INTEGER,
    orders              INTEGER,
    sku_orders          INTEGER,
    items               INTEGER,
    customers           INTEGER,
    viewers             INTEGER,
    viewers_entering    INTEGER,
    views               INTEGER,
    impressions         INTEGER,
    product_impressions INTEGER,
    product_clicks      INTEGER,
    new_followers       INTEGER,
    comments            INTEGER,
    shares              INTEGER,
    likes               INTEGER,
    CHECK (gmv_e4 IS NULL OR currency IS NOT NULL)
) STRICT;
CREATE INDEX session_step_import ON session_step (import_id, at_ms);

-- A product in a session. `product_ref` is the platform's id, or its folded title where the file names none.
CREATE TABLE session_product (
    id                  INTEGER PRIMARY KEY,
    import_id           BLOB    NOT NULL REFERENCES import (id),
    row                 INTEGER NOT NULL,
    as_of_ms            INTEGER NOT NULL,
    channel             TEXT    NOT NULL,
    product_ref         TEXT    NOT NULL,
    title               TEXT    NOT NULL,
    currency            TEXT    CHECK (length(currency) = 3),
    gmv_e4              INTEGER,
    orders              INTEGER,
    sku_orders          INTEGER,
    items               INTEGER,
    customers           INTEGER,
    product_impressions INTEGER,
    product_clicks      INTEGER,
    added_to_cart       INTEGER,
    stock               INTEGER,
    CHECK (gmv_e4 IS NULL OR currency IS NOT NULL)
) STRICT;
CREATE INDEX session_product_import ON session_product (import_id);

-- A day of a channel, counted from 1970-01-01 in the channel's own calendar. `scope` is `live` (all live sessions of
-- that day) or `shop` (everything the shop sold there).
CREATE TABLE day_figure (
    id                  INTEGER PRIMARY KEY,
    import_id           BLOB    NOT NULL REFERENCES import (id),
    row                 INTEGER NOT NULL,
    as_of_ms            INTEGER NOT NULL,
    channel             TEXT    NOT NULL,
    scope               TEXT    NOT NULL CHECK (scope IN ('live', 'shop')),
    day                 INTEGER NOT NULL,
    currency            TEXT    CHECK (length(currency) = 3),
    gmv_e4              INTEGER,
    live_gmv_e4         INTEGER,
    indirect_gmv_e4     INTEGER,
    revenue_e4          INTEGER,
    refunds_e4          INTEGER,
    orders              INTEGER,
    sku_orders          INTEGER,
    items               INTEGER,
    customers           INTEGER,
    views               INTEGER,
    streams             INTEGER
) STRICT;
CREATE INDEX day_figure_day ON day_figure (day);

-- A day of advertising. `campaign` is empty where the file tells of all campaigns together.
CREATE TABLE ad_spend (
    id                  INTEGER PRIMARY KEY,
    import_id           BLOB    NOT NULL REFERENCES import (id),
    row                 INTEGER NOT NULL,
    as_of_ms            INTEGER NOT NULL,
    channel             TEXT    NOT NULL,
    campaign            TEXT    NOT NULL,
    day                 INTEGER NOT NULL,
    currency            TEXT    CHECK (length(currency) = 3),
    cost_e4             INTEGER,
    revenue_e4          INTEGER,
    orders              INTEGER,
    CHECK (cost_e4 IS NULL OR currency IS NOT NULL)
) STRICT;
CREATE INDEX ad_spend_day ON ad_spend (day);

-- The names of a file's columns in their order, so that a later file of the same source can be compared.
CREATE TABLE import_header (
    import_id           BLOB    PRIMARY KEY REFERENCES import (id),
    headers_json        TEXT    NOT NULL
) STRICT;

-- By how much an import moved a session that was over: net sales before and after, and how many orders.
CREATE TABLE import_moved (
    import_id           BLOB    NOT NULL REFERENCES import (id),
    session_id          BLOB    NOT NULL CHECK (length(session_id) = 16),
    currency            TEXT    NOT NULL CHECK (length(currency) = 3),
    before_e4           INTEGER NOT NULL,
    after_e4            INTEGER NOT NULL,
    orders              INTEGER NOT NULL,
    PRIMARY KEY (import_id, session_id, currency)
) STRICT, WITHOUT ROWID;
