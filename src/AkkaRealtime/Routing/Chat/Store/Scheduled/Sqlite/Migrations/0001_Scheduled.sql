-- Messages that users want sent at a time to come.
CREATE TABLE scheduled (
    id TEXT NOT NULL PRIMARY KEY,
    user TEXT NOT NULL,
    room TEXT NOT NULL,
    at INTEGER NOT NULL,
    content BLOB NOT NULL,
    since INTEGER NOT NULL,
    due INTEGER NOT NULL,
    state INTEGER NOT NULL,
    tag INTEGER NOT NULL
);

CREATE INDEX scheduled_by_user ON scheduled (user, at, id);

-- 2: failed, and tried no more.
CREATE INDEX scheduled_by_due ON scheduled (due) WHERE state < 2;
