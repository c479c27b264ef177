-- Who came and went, in order within a part. Kept only while somebody reads along.
CREATE TABLE user_events (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    part INTEGER NOT NULL,
    user TEXT NOT NULL,
    type TEXT NOT NULL,
    at INTEGER NOT NULL
);

CREATE INDEX user_events_by_part ON user_events (part, n);

CREATE INDEX user_events_by_user ON user_events (user);

CREATE TABLE user_event_readers (
    reader TEXT NOT NULL PRIMARY KEY
) WITHOUT ROWID;
