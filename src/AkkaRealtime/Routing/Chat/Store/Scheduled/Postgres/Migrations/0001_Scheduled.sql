-- Messages that users want sent at a time to come.
CREATE TABLE scheduled (
    id text COLLATE "C" PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL,
    room text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    content bytea NOT NULL,
    since bigint NOT NULL,
    due bigint NOT NULL,
    state bigint NOT NULL,
    tag bigint NOT NULL
);

CREATE INDEX scheduled_by_user ON scheduled (user_id, at, id);

-- 2: failed, and tried no more.
CREATE INDEX scheduled_by_due ON scheduled (due) WHERE state < 2;
