CREATE TABLE calls (
    id TEXT NOT NULL PRIMARY KEY,
    room TEXT NOT NULL,
    live INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    state BLOB NOT NULL
);
CREATE INDEX calls_live ON calls (room) WHERE live = 1;

CREATE TABLE call_users (
    user TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    call TEXT NOT NULL,
    PRIMARY KEY (user, started_at, call)
) WITHOUT ROWID;
