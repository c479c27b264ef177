CREATE TABLE users (
    user_id text COLLATE "C" PRIMARY KEY,
    name text NOT NULL,
    last_seen bigint,
    status bytea NOT NULL
);
