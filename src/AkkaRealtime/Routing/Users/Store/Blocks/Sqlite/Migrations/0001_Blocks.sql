-- Who (by_user) doesn't want to hear of whom (user).
CREATE TABLE blocks (
    by_user TEXT NOT NULL,
    user TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (by_user, user)
) WITHOUT ROWID;

CREATE INDEX blocks_of ON blocks (user, by_user);
