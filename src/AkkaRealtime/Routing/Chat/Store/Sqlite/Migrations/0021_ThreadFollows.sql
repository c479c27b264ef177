-- Who follows which thread, and how far they have read it; with follows = 0, that they have left it. Who leaves a room loses its rows.
CREATE TABLE thread_follows (
    user TEXT NOT NULL,
    thread TEXT NOT NULL,
    room INTEGER NOT NULL,
    read INTEGER NOT NULL,
    follows INTEGER NOT NULL,
    PRIMARY KEY (user, thread)
) WITHOUT ROWID;

-- Threads of before are followed by who has written in them, their first message as well, or is mentioned there, with all of it read.
INSERT INTO thread_follows (user, thread, room, read, follows)
    SELECT f.user, f.thread, r.n, r.head, 1 FROM (
        SELECT sender AS user, thread, pos >> 32 AS room FROM events WHERE thread IS NOT NULL AND type = 1
        UNION SELECT e.sender, e.id, e.pos >> 32 FROM (SELECT DISTINCT thread FROM events WHERE thread IS NOT NULL) t JOIN events e ON e.id = t.thread
        UNION SELECT m.user, e.thread, e.pos >> 32 FROM mentions m JOIN events e ON e.pos = m.pos WHERE e.thread IS NOT NULL) f
    JOIN rooms r ON r.n = f.room JOIN members m ON m.room = r.n AND m.user = f.user;
