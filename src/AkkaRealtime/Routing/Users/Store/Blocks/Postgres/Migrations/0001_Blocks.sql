-- Who (by_user) doesn't want to hear of whom (user_id).
CREATE TABLE blocks (
    by_user text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (by_user, user_id)
);

CREATE INDEX blocks_of ON blocks (user_id, by_user);
