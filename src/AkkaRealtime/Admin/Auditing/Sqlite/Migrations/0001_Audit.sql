-- What operators have done.
CREATE TABLE admin_actions (
    id TEXT NOT NULL PRIMARY KEY,
    at INTEGER NOT NULL,
    key TEXT NOT NULL,
    method TEXT NOT NULL,
    path TEXT NOT NULL,
    status INTEGER NOT NULL,
    address TEXT
) WITHOUT ROWID;

CREATE INDEX admin_actions_at ON admin_actions (at);
