CREATE TABLE polls (
    id       text PRIMARY KEY,
    room     text NOT NULL,
    author   text NOT NULL,
    question text NOT NULL,
    options  text NOT NULL,
    closed   bigint NOT NULL DEFAULT 0
);
CREATE INDEX polls_author ON polls (room, author);

CREATE TABLE poll_votes (
    poll     text NOT NULL REFERENCES polls (id) ON DELETE CASCADE,
    voter    text NOT NULL,
    answer   bigint NOT NULL,
    PRIMARY KEY (poll, voter)
);
