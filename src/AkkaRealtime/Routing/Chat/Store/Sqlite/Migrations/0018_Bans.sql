-- Who may not be in a room. A row whose time is over counts no more, and goes with the room's next ban.
CREATE TABLE bans (
    room INTEGER NOT NULL,
    user TEXT NOT NULL,
    by_user TEXT NOT NULL,
    at INTEGER NOT NULL,
    until INTEGER,
    reason TEXT,
    PRIMARY KEY (room, user)
) WITHOUT ROWID;

CREATE INDEX bans_user ON bans (user);
