-- Accounts, what they may do where, and how they prove it. Times are microseconds since 1970-01-01T00:00:00Z.

-- Duty holders, the only named people in the whole database.
CREATE TABLE accounts (
  id text NOT NULL PRIMARY KEY,
  name text NOT NULL UNIQUE CHECK (name = lower(name) AND length(name) BETWEEN 2 AND 40),
  display_name text NOT NULL,
  language text NOT NULL CHECK (language IN ('zh', 'en')),
  disabled boolean NOT NULL,
  password_hash text NOT NULL,          -- argon2id with its salt and cost
  password_changed_at bigint NOT NULL,
  must_change_password boolean NOT NULL,
  last_login_at bigint,
  created_at bigint NOT NULL,
  access_version bigint NOT NULL,       -- rises with everything that changes what its sessions may do
  version bigint NOT NULL               -- rises with what an administrator edits
);

-- A role within an area and everything below it ("/": everywhere).
CREATE TABLE role_grants (
  account_id text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  role text NOT NULL CHECK (role IN ('system_admin', 'security_admin', 'audit_admin', 'dispatcher', 'commander', 'patrol_leader',
                                     'field_officer', 'viewer')),
  area_id text,
  area_path text NOT NULL CHECK (area_path = '/' OR area_path LIKE '/%/'),
  PRIMARY KEY (account_id, role, area_path),
  CHECK ((area_id IS NULL) = (area_path = '/')),
  CHECK (role NOT IN ('system_admin', 'security_admin', 'audit_admin') OR area_path = '/')
);
-- No account holds two of the three: whoever writes the row.
CREATE UNIQUE INDEX role_grants_one_administrator ON role_grants (account_id)
  WHERE role IN ('system_admin', 'security_admin', 'audit_admin');

CREATE TABLE sessions (
  id text NOT NULL PRIMARY KEY,
  token_sha256 text NOT NULL UNIQUE,    -- hexadecimal; the token itself is only in the cookie
  account_id text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  created_at bigint NOT NULL,
  last_seen_at bigint NOT NULL,         -- up to a minute behind
  expires_at bigint NOT NULL
);
CREATE INDEX sessions_account ON sessions (account_id, created_at);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- For programs: at most what the account may do, and of that only `permissions` (a JSON list) when it names any.
CREATE TABLE api_tokens (
  id text NOT NULL PRIMARY KEY,
  token_sha256 text NOT NULL UNIQUE,
  account_id text NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  name text NOT NULL,
  permissions text NOT NULL,
  created_at bigint NOT NULL,
  created_by text NOT NULL,
  expires_at bigint,
  last_used_at bigint                   -- up to a minute behind
);
CREATE INDEX api_tokens_account ON api_tokens (account_id, id);

-- Failures in a row, by the SHA-256 of the name that was typed: an unknown name is counted like a known one, and what
-- somebody typed into the wrong box is not kept.
CREATE TABLE sign_in_failures (
  name_sha256 text NOT NULL PRIMARY KEY,
  failures bigint NOT NULL CHECK (failures > 0),
  last_at bigint NOT NULL,
  locked_until bigint
);
CREATE INDEX sign_in_failures_last ON sign_in_failures (last_at);
