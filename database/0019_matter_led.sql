-- What somebody leads to its end, the first due first.
CREATE INDEX matters_led ON matters (leader, due_at) WHERE ended_at IS NULL AND leader IS NOT NULL;
-- Accounts that cannot give the signature that is waited for, with a space between: they signed already or did the work themselves.
ALTER TABLE matter_turns ADD COLUMN barred text NOT NULL DEFAULT '';
