-- Messages that users have shown to the operator; one row for each message and who reports it.
CREATE TABLE reports (
    id TEXT NOT NULL PRIMARY KEY,
    room TEXT NOT NULL,
    message TEXT NOT NULL,
    author TEXT NOT NULL,
    by_user TEXT NOT NULL,
    at INTEGER NOT NULL,
    reason TEXT,
    resolved_at INTEGER,
    note TEXT
) WITHOUT ROWID;

CREATE UNIQUE INDEX reports_message ON reports (message, by_user);

CREATE INDEX reports_by ON reports (by_user, id);

CREATE INDEX reports_author ON reports (author);

CREATE INDEX reports_waiting ON reports (id) WHERE resolved_at IS NULL;

CREATE INDEX reports_at ON reports (at);
