-- How far the erasure of a user has got. room: the last one that is done.
CREATE TABLE erasures (
    user TEXT NOT NULL PRIMARY KEY,
    requested_at INTEGER NOT NULL,
    phase TEXT NOT NULL,
    room TEXT,
    events INTEGER NOT NULL,
    finished_at INTEGER
) WITHOUT ROWID;
