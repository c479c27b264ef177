-- Keys to the admin API, by their hashes.
CREATE TABLE api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    scopes TEXT NOT NULL,
    at INTEGER NOT NULL,
    expires_at INTEGER,
    by_key TEXT NOT NULL
) WITHOUT ROWID;
