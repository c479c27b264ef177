-- What names the store.
CREATE TABLE meta (
    name TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- n is the room's short number. head, messages, last_message, members and active_at are kept with every append, so that lists cost one row a room.
CREATE TABLE rooms (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    topic TEXT NOT NULL,
    folded TEXT NOT NULL,
    pair TEXT UNIQUE,
    head INTEGER NOT NULL DEFAULT 0,
    messages INTEGER NOT NULL DEFAULT 0,
    last_message INTEGER NOT NULL DEFAULT 0,
    members INTEGER NOT NULL DEFAULT 0,
    created_at INTEGER NOT NULL,
    active_at INTEGER NOT NULL
);
CREATE INDEX rooms_directory ON rooms (folded, n) WHERE kind = 'channel';

-- The log. pos = room << 32 | seq clusters a room's events and guards (room, seq). envelope is what went out live, byte for byte.
-- ordinal = messages of the room up to and including this event, so that unread = messages - ordinal(read).
CREATE TABLE events (
    pos INTEGER PRIMARY KEY,
    type INTEGER NOT NULL,
    sender TEXT NOT NULL,
    key TEXT,
    id TEXT,
    thread TEXT,
    ordinal INTEGER NOT NULL,
    at INTEGER NOT NULL,
    envelope BLOB NOT NULL
);
-- A key is used once by a sender in a room, whoever writes.
CREATE UNIQUE INDEX events_key ON events (pos >> 32, sender, key) WHERE key IS NOT NULL;
-- Message ids grow with time, so this index is appended to.
CREATE UNIQUE INDEX events_id ON events (id) WHERE id IS NOT NULL;
CREATE INDEX events_thread ON events (thread, pos) WHERE thread IS NOT NULL;

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

CREATE TABLE users (
    user TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    last_seen INTEGER,
    status BLOB NOT NULL
) WITHOUT ROWID;

CREATE TABLE calls (
    id TEXT NOT NULL PRIMARY KEY,
    room TEXT NOT NULL,
    live INTEGER NOT NULL,
    started_at INTEGER NOT NULL,
    state BLOB NOT NULL
);
CREATE INDEX calls_live ON calls (room) WHERE live = 1;

CREATE TABLE call_users (
    user TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    call TEXT NOT NULL,
    PRIMARY KEY (user, started_at, call)
) WITHOUT ROWID;

-- Texts as they stand now, for search; the words only, the text itself stands in the log. rowid = events.pos.
CREATE VIRTUAL TABLE texts USING fts5 (text, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2');

-- Messages whose text is not in texts yet, or (again = 1) is there as it was before: full-text indexing costs as much as all the rest
-- of a message, and nobody waits for it, so it is done behind, in big steps.
CREATE TABLE unindexed (
    pos INTEGER PRIMARY KEY,
    again INTEGER NOT NULL
);
