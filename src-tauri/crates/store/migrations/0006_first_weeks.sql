-- What the first workspaces taught, for those that were begun before.

-- Counts what was taken back: redo repeats the last of it first, whichever step that was.
ALTER TABLE history ADD COLUMN undone INTEGER;
CREATE INDEX history_undone ON history (undone) WHERE undone IS NOT NULL;

-- Rows that were older than what was known; files taken in before had none told apart.
ALTER TABLE import ADD COLUMN rows_older INTEGER NOT NULL DEFAULT 0;

-- The session that ended last is asked for at each take.
DROP INDEX session_state_status;
CREATE INDEX session_state_status ON session_state (status, ended_at_ms);

-- Few sessions are called off; which was the last is asked at each take.
CREATE INDEX revision_called_off ON revision (state, revision) WHERE state = 'cancelled';

-- Whether the target itself asked for the time until then: newer states wait too, also after a restart.
ALTER TABLE delivery ADD COLUMN asked_to_wait INTEGER NOT NULL DEFAULT 0 CHECK (asked_to_wait IN (0, 1));
CREATE INDEX delivery_revision ON delivery (revision);

-- A sum that no screen reads.
DROP TABLE rollup_day;
