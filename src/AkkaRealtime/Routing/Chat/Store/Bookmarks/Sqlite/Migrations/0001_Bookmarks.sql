-- Messages that users have saved for themselves.
CREATE TABLE bookmarks (
    user TEXT NOT NULL,
    message TEXT NOT NULL,
    room TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (user, message)
) WITHOUT ROWID;

CREATE INDEX bookmarks_by_time ON bookmarks (user, at DESC, message DESC);
