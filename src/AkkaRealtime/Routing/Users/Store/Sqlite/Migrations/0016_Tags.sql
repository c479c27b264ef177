-- Which save of a user was the last: an owner that does not know of it has been superseded.
CREATE TABLE user_tags (
    user TEXT NOT NULL PRIMARY KEY,
    tag INTEGER NOT NULL
) WITHOUT ROWID;
