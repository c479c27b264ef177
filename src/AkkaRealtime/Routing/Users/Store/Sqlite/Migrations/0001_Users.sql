CREATE TABLE users (
    user TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    last_seen INTEGER,
    status BLOB NOT NULL
) WITHOUT ROWID;
