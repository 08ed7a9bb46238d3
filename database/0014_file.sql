-- Photos and documents kept as evidence. The content lies outside the database, in the data folder under its SHA-256, each
-- once however many rows name it. Who refers to a file counts itself in `uses`; what nobody uses is forgotten after a day.
CREATE TABLE files (
  id text NOT NULL PRIMARY KEY,
  sha256 text NOT NULL CHECK (length(sha256) = 64),  -- of the cleaned bytes, hexadecimal
  type text NOT NULL CHECK (type IN ('jpeg', 'png', 'webp', 'pdf', 'docx', 'xlsx', 'text')),
  name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),  -- to be shown; never part of a path
  bytes bigint NOT NULL CHECK (bytes > 0),
  width bigint CHECK (width > 0),      -- of a photo, turned upright
  height bigint CHECK (height > 0),
  stored_at bigint NOT NULL,           -- when it was last sent
  uploaded_by text NOT NULL,           -- account
  uses bigint NOT NULL DEFAULT 0 CHECK (uses >= 0),
  used boolean NOT NULL DEFAULT FALSE, -- it was in use once: from then on its uploader is one of many
  CHECK ((width IS NULL) = (height IS NULL)),
  CHECK (used OR uses = 0)
);
CREATE INDEX files_content ON files (sha256);
CREATE INDEX files_unused ON files (stored_at, id) WHERE uses = 0;
