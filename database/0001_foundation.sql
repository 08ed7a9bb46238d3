-- What every other module stands on: the journal, its signed heads, the outbox and the answers already given.
-- Times are microseconds since 1970-01-01T00:00:00Z (…_us, and idempotency.at); ids are text; JSON is text.

-- One row per node that writes here. `groups` counts its commits and `token` names the last one, so that a writer
-- whose connection broke while committing can look up afterwards whether that commit happened.
CREATE TABLE store_node (
  node text NOT NULL PRIMARY KEY,
  groups bigint NOT NULL,
  token text NOT NULL
);

-- Who did what on what, from where. `leaf` is the RFC 6962 leaf hash (hex) of the row's canonical line
-- (foundation/store/journal.h); rows are only ever added.
CREATE TABLE journal (
  node text NOT NULL,
  seq bigint NOT NULL,
  at_us bigint NOT NULL,
  account text NOT NULL,
  remote text NOT NULL,
  request_id text NOT NULL,
  action text NOT NULL,
  subject_kind text NOT NULL,
  subject_id text NOT NULL,
  detail text NOT NULL,
  leaf text NOT NULL,
  PRIMARY KEY (node, seq)
);
CREATE INDEX journal_subject ON journal (subject_id, at_us);

-- Signed heads of the journal's tree. `frontier` holds the roots of its perfect subtrees (hex, largest first), so that
-- a start need not hash the whole journal again.
CREATE TABLE journal_head (
  node text NOT NULL,
  size bigint NOT NULL,
  at_us bigint NOT NULL,
  root text NOT NULL,
  signature text NOT NULL,
  public_key text NOT NULL,
  frontier text NOT NULL,
  PRIMARY KEY (node, size, at_us)
);

-- Committed facts others hear of; numbered without gaps per node, pruned by age from the old end.
CREATE TABLE outbox (
  node text NOT NULL,
  seq bigint NOT NULL,
  at_us bigint NOT NULL,
  topic text NOT NULL,
  subject_id text NOT NULL,
  area_path text NOT NULL,
  permission text NOT NULL,
  payload text NOT NULL,
  PRIMARY KEY (node, seq)
);

-- Answers to requests that carried an Idempotency-Key: the same key and body get the same answer again.
CREATE TABLE idempotency (
  account_id text NOT NULL,
  key text NOT NULL,
  request_sha256 text NOT NULL,
  status bigint NOT NULL,
  body text NOT NULL,
  version bigint,
  location text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_at ON idempotency (at);
