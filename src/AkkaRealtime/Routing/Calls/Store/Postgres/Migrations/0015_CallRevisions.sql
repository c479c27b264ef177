-- Which of two counts of a user's missed calls is the newer one: grows by every commit after which the count may be another.
CREATE TABLE call_revisions (
    user_id text COLLATE "C" PRIMARY KEY,
    revision bigint NOT NULL
);
