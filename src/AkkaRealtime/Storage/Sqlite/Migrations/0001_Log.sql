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
