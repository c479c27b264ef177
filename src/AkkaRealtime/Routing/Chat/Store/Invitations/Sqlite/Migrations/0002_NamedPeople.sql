-- How many people a user has named since a day began for them, when rooms were made or opened to others.
CREATE TABLE named_people (
    user TEXT NOT NULL PRIMARY KEY,
    count INTEGER NOT NULL,
    since INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX named_people_since ON named_people (since);
