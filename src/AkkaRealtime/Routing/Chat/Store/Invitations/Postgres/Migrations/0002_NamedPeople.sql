-- How many people a user has named since a day began for them, when rooms were made or opened to others.
CREATE TABLE named_people (
    user_id text COLLATE "C" PRIMARY KEY,
    count bigint NOT NULL,
    since bigint NOT NULL
);

CREATE INDEX named_people_since ON named_people (since);
