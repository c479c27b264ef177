-- Since when a user is called so; null for a name from before this was kept.
ALTER TABLE users ADD COLUMN named_at INTEGER;
CREATE INDEX users_named ON users (named_at);
