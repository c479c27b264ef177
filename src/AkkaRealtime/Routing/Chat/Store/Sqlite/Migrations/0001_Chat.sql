-- Only messages that changed after they were sent have a row here.
CREATE TABLE overlays (
    pos INTEGER PRIMARY KEY,
    text TEXT,
    edited_at INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    reactions TEXT
);

CREATE TABLE members (
    room INTEGER NOT NULL,
    user TEXT NOT NULL,
    role TEXT NOT NULL,
    joined INTEGER NOT NULL,
    read INTEGER NOT NULL,
    delivered INTEGER NOT NULL,
    PRIMARY KEY (room, user)
) WITHOUT ROWID;
CREATE INDEX members_user ON members (user, room);

CREATE TABLE mentions (
    user TEXT NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (user, pos)
) WITHOUT ROWID;
CREATE INDEX mentions_pos ON mentions (pos);

-- Texts as they stand now, for search; the words only, the text itself stands in the log. rowid = events.pos.
CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');

-- Messages whose text is not in texts yet, or (again = 1) is there as it was before: full-text indexing costs as much as all the rest
-- of a message, and nobody waits for it, so it is done behind, in big steps.
CREATE TABLE unindexed (
    pos INTEGER PRIMARY KEY,
    again INTEGER NOT NULL
);
