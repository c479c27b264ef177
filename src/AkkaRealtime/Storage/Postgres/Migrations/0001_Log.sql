-- What names the store.
CREATE TABLE meta (
    name text COLLATE "C" PRIMARY KEY,
    value text NOT NULL
);

-- n is the room's short number. head, messages, last_message, members and active_at are kept with every append, so that lists cost one row a room;
-- none of them is indexed, so that the row is rewritten in its place.
CREATE SEQUENCE rooms_n;
CREATE TABLE rooms (
    n bigint PRIMARY KEY,
    id text COLLATE "C" NOT NULL UNIQUE,
    kind text NOT NULL,
    name text NOT NULL,
    topic text NOT NULL,
    folded text COLLATE "C" NOT NULL,
    pair text COLLATE "C" UNIQUE,
    head bigint NOT NULL DEFAULT 0,
    messages bigint NOT NULL DEFAULT 0,
    last_message bigint NOT NULL DEFAULT 0,
    members integer NOT NULL DEFAULT 0,
    created_at bigint NOT NULL,
    active_at bigint NOT NULL
) WITH (fillfactor = 70);
CREATE INDEX rooms_directory ON rooms (folded, n) WHERE kind = 'channel';

-- The log. envelope is what went out live, byte for byte. key is bytes, since text here cannot hold every character that JSON can.
-- ordinal = messages of the room up to and including this event, so that unread = messages - ordinal(read).
CREATE TABLE events (
    room bigint NOT NULL,
    seq bigint NOT NULL,
    type smallint NOT NULL,
    sender text COLLATE "C" NOT NULL,
    key bytea,
    id text COLLATE "C",
    thread text COLLATE "C",
    ordinal bigint NOT NULL,
    at bigint NOT NULL,
    envelope bytea NOT NULL,
    PRIMARY KEY (room, seq)
);
-- A key is used once by a sender in a room, whichever node writes.
CREATE UNIQUE INDEX events_key ON events (room, sender, key) WHERE key IS NOT NULL;
CREATE UNIQUE INDEX events_id ON events (id) WHERE id IS NOT NULL;
CREATE INDEX events_thread ON events (thread, room, seq) WHERE thread IS NOT NULL;
