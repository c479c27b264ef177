-- Who came and went, in order within a part. Kept only while somebody reads along.
CREATE TABLE user_events (
    n bigint PRIMARY KEY,
    part integer NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    type text NOT NULL,
    at bigint NOT NULL
);

CREATE INDEX user_events_by_part ON user_events (part, n);

CREATE INDEX user_events_by_user ON user_events (user_id);

-- One row. Whoever numbers events holds it until the commit, so that numbers are seen in their order.
CREATE TABLE user_event_head (
    n bigint NOT NULL
);

INSERT INTO user_event_head (n) VALUES (0);

CREATE TABLE user_event_readers (
    reader text COLLATE "C" PRIMARY KEY
);
