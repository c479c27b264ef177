-- Messages that users have shown to the operator; one row for each message and who reports it.
CREATE TABLE reports (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    room text COLLATE "C" NOT NULL,
    message text COLLATE "C" NOT NULL,
    author text COLLATE "C" NOT NULL,
    by_user text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    reason text,
    resolved_at bigint,
    note text
);

CREATE UNIQUE INDEX reports_message ON reports (message, by_user);

CREATE INDEX reports_by ON reports (by_user, id);

CREATE INDEX reports_author ON reports (author);

CREATE INDEX reports_waiting ON reports (id) WHERE resolved_at IS NULL;

CREATE INDEX reports_at ON reports (at);
