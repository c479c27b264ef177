-- How users have set up their rooms, for all of their devices. Who leaves a room loses its row.
CREATE TABLE room_settings (
    user_id text COLLATE "C" NOT NULL,
    room text COLLATE "C" NOT NULL,
    notify text,
    favourite boolean NOT NULL,
    hidden bigint NOT NULL,
    unread boolean NOT NULL,
    revision bigint NOT NULL,
    PRIMARY KEY (user_id, room)
);
