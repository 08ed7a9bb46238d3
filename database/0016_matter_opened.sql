-- What somebody reported, the newest first: whoever reports wants to see what became of it.
CREATE INDEX matters_opened ON matters (opened_by, reported_at, id);
