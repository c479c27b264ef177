-- Whether the user missed the call, as it stands now, and whether they know. The number of missed calls is counted from this.
ALTER TABLE call_users ADD COLUMN missed boolean NOT NULL DEFAULT false;
ALTER TABLE call_users ADD COLUMN seen boolean NOT NULL DEFAULT false;
CREATE INDEX call_users_unseen ON call_users (user_id) WHERE missed AND NOT seen;
