-- How users have set up their rooms, for all of their devices. Who leaves a room loses its row.
CREATE TABLE room_settings (
    user TEXT NOT NULL,
    room TEXT NOT NULL,
    notify TEXT,
    favourite INTEGER NOT NULL,
    hidden INTEGER NOT NULL,
    unread INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (user, room)
) WITHOUT ROWID;
