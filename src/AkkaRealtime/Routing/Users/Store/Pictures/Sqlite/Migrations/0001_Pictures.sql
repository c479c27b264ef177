-- The picture that somebody has uploaded (hash, type, bytes, at; all or none), and the address that their token named (claimed).
CREATE TABLE pictures (
    user TEXT NOT NULL PRIMARY KEY,
    claimed TEXT,
    hash TEXT,
    type TEXT,
    at INTEGER,
    bytes BLOB
);
