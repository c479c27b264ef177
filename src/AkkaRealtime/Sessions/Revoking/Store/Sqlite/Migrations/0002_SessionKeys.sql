-- The key that all nodes sign tickets with: one row.
CREATE TABLE session_keys (
    one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1),
    key BLOB NOT NULL
);
