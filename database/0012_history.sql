-- What the map showed at any moment: each state of a record as it was published, kept beyond the outbox. Written by the
-- store in the operation's own transaction. Times are microseconds since 1970-01-01T00:00:00Z.

-- `seq` is the journal entry that holds this row's SHA-256 (at `part` of its "records_sha256"), so that a state can be
-- proven to be the one that was journaled. `ended`: the record was over with this state.
CREATE TABLE history (
  topic text NOT NULL,
  subject_id text NOT NULL,
  at_us bigint NOT NULL,
  node text NOT NULL,
  seq bigint NOT NULL,
  part bigint NOT NULL,
  area_path text NOT NULL,
  permission text NOT NULL,
  ended boolean NOT NULL,
  record text NOT NULL,
  PRIMARY KEY (topic, subject_id, at_us, node, seq)
);
CREATE INDEX history_at ON history (at_us);

-- Which records were there at a moment, written every few hours: a moment is then the key before it and what changed
-- since, however long the history is. Can be made again from the history.
CREATE TABLE history_keys (
  at_us bigint NOT NULL,
  topic text NOT NULL,
  subject_id text NOT NULL,
  PRIMARY KEY (at_us, topic, subject_id)
);

-- The earliest moment that can still be shown, once older states have been deleted.
CREATE TABLE history_floor (
  only_row bigint NOT NULL PRIMARY KEY CHECK (only_row = 1),
  at_us bigint NOT NULL
);
