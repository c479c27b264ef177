-- What may not sign in. Each change of it has a number: nodes ask for what is after the last that they know.
CREATE TABLE revocations (
    id TEXT NOT NULL PRIMARY KEY,
    n INTEGER NOT NULL,
    user TEXT,
    device TEXT,
    session TEXT,
    token TEXT,
    issued_before INTEGER,
    until INTEGER,
    reason TEXT,
    at INTEGER NOT NULL,
    lifted_at INTEGER
) WITHOUT ROWID;

CREATE INDEX revocations_by_number ON revocations (n);

CREATE INDEX revocations_by_user ON revocations (user, id);

CREATE TABLE revocation_head (
    n INTEGER NOT NULL
);

INSERT INTO revocation_head (n) VALUES (0);
