-- Whether the user missed the call, as it stands now, and whether they know. The number of missed calls is counted from this.
ALTER TABLE call_users ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE call_users ADD COLUMN seen INTEGER NOT NULL DEFAULT 0;
CREATE INDEX call_users_unseen ON call_users (user) WHERE missed = 1 AND seen = 0;
