-- Who follows which thread, and how far they have read it; without follows, that they have left it. Who leaves a room loses its rows.
CREATE TABLE thread_follows (
    user_id text COLLATE "C" NOT NULL,
    thread text COLLATE "C" NOT NULL,
    room bigint NOT NULL,
    read bigint NOT NULL,
    follows boolean NOT NULL,
    PRIMARY KEY (user_id, thread)
) WITH (fillfactor = 70);

-- Threads of before are followed by who has written in them, their first message as well, or is mentioned there, with all of it read.
INSERT INTO thread_follows (user_id, thread, room, read, follows)
    SELECT f.user_id, f.thread, r.n, r.head, true FROM (
        SELECT sender AS user_id, thread, room FROM events WHERE thread IS NOT NULL AND type = 1
        UNION SELECT e.sender, e.id, e.room FROM (SELECT DISTINCT thread FROM events WHERE thread IS NOT NULL) t JOIN events e ON e.id = t.thread AND e.id IS NOT NULL
        UNION SELECT m.user_id, e.thread, e.room FROM mentions m JOIN events e ON e.room = m.room AND e.seq = m.seq WHERE e.thread IS NOT NULL) f
    JOIN rooms r ON r.n = f.room JOIN members m ON m.room = r.n AND m.user_id = f.user_id;
