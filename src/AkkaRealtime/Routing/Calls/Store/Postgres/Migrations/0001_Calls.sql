CREATE TABLE calls (
    id text COLLATE "C" PRIMARY KEY,
    room text COLLATE "C" NOT NULL,
    live boolean NOT NULL,
    started_at bigint NOT NULL,
    state bytea NOT NULL
);
CREATE INDEX calls_live ON calls (room) WHERE live;

CREATE TABLE call_users (
    user_id text COLLATE "C" NOT NULL,
    started_at bigint NOT NULL,
    call text COLLATE "C" NOT NULL,
    PRIMARY KEY (user_id, started_at, call)
);
