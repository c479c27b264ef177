-- Messages that users have saved for themselves.
CREATE TABLE bookmarks (
    user_id text COLLATE "C" NOT NULL,
    message text COLLATE "C" NOT NULL,
    room text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (user_id, message)
);

CREATE INDEX bookmarks_by_time ON bookmarks (user_id, at DESC, message DESC);
