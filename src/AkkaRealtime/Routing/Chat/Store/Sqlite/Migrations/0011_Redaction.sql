-- Up to and including this seq all that was said is past its time (retention): its events are empty, and history leaves it out.
ALTER TABLE rooms ADD COLUMN expired INTEGER NOT NULL DEFAULT 0;
-- Days for which the room keeps what is said; 0 for ever, NULL as the server's option says.
ALTER TABLE rooms ADD COLUMN keep_days INTEGER;

-- The chat.edited events of a message: they hold texts of it, and go with it.
CREATE TABLE edits (
    message INTEGER NOT NULL,
    pos INTEGER NOT NULL,
    PRIMARY KEY (message, pos)
) WITHOUT ROWID;
INSERT OR IGNORE INTO edits (message, pos)
    SELECT m.pos, e.pos FROM events e JOIN events m ON m.id = json_extract(CAST(e.envelope AS TEXT), '$.data.id') AND m.pos >> 32 = e.pos >> 32
    WHERE e.type = 2;

-- Rooms that a user was a member of once: what they said there is found without reading the whole log.
CREATE TABLE left_rooms (
    user TEXT NOT NULL,
    room INTEGER NOT NULL,
    PRIMARY KEY (user, room)
) WITHOUT ROWID;
INSERT OR IGNORE INTO left_rooms (user, room) SELECT json_extract(CAST(envelope AS TEXT), '$.data.user'), pos >> 32 FROM events WHERE type = 7;
