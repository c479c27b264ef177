-- Requests to come into rooms; room '' is the direct room of the two. A row stays when it is declined, so that the same is not asked again.
CREATE TABLE invitations (
    user TEXT NOT NULL,
    by_user TEXT NOT NULL,
    room TEXT NOT NULL,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT,
    at INTEGER NOT NULL,
    declined_at INTEGER,
    PRIMARY KEY (user, by_user, room)
) WITHOUT ROWID;

CREATE UNIQUE INDEX invitations_id ON invitations (id);

CREATE INDEX invitations_by ON invitations (by_user);

CREATE INDEX invitations_at ON invitations (at);
