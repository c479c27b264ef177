-- The key that all nodes sign tickets with: one row.
CREATE TABLE session_keys (
    one integer PRIMARY KEY CHECK (one = 1),
    key bytea NOT NULL
);
