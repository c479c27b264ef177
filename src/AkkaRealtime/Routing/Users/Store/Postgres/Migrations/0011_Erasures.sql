-- How far the erasure of a user has got. room: the last one that is done.
CREATE TABLE erasures (
    user_id text COLLATE "C" PRIMARY KEY,
    requested_at bigint NOT NULL,
    phase text NOT NULL,
    room text COLLATE "C",
    events bigint NOT NULL,
    finished_at bigint
);
