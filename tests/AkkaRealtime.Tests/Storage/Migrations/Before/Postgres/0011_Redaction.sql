-- expired: up to and including this seq all that was said is past its time (retention): its events are empty, and history leaves it out.
-- keep_days: days for which the room keeps what is said; 0 for ever, NULL as the server's option says.
ALTER TABLE rooms ADD COLUMN expired bigint NOT NULL DEFAULT 0, ADD COLUMN keep_days integer;

-- The chat.edited events of a message: they hold texts of it, and go with it.
CREATE TABLE edits (
    room bigint NOT NULL,
    message bigint NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (room, message, seq)
);
INSERT INTO edits (room, message, seq)
    SELECT e.room, m.seq, e.seq FROM events e JOIN events m ON m.id = convert_from(e.envelope, 'UTF8')::json #>> '{data,id}' AND m.id IS NOT NULL AND m.room = e.room
    WHERE e.type = 2;

-- Rooms that a user was a member of once: what they said there is found without reading the whole log.
CREATE TABLE left_rooms (
    user_id text COLLATE "C" NOT NULL,
    room bigint NOT NULL,
    PRIMARY KEY (user_id, room)
);
INSERT INTO left_rooms (user_id, room)
    SELECT DISTINCT convert_from(envelope, 'UTF8')::json #>> '{data,user}', room FROM events WHERE type = 7;

-- How far the erasure of a user has got. room: the last one that is done.
CREATE TABLE erasures (
    user_id text COLLATE "C" PRIMARY KEY,
    requested_at bigint NOT NULL,
    phase text NOT NULL,
    room text COLLATE "C",
    events bigint NOT NULL,
    finished_at bigint
);
