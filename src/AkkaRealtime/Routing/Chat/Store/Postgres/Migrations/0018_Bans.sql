-- Who may not be in a room. A row whose time is over counts no more, and goes with the room's next ban.
CREATE TABLE bans (
    room bigint NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    by_user text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    until bigint,
    reason text,
    PRIMARY KEY (room, user_id)
);

CREATE INDEX bans_user ON bans (user_id);
