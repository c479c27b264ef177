-- Requests to come into rooms; room '' is the direct room of the two. A row stays when it is declined, so that the same is not asked again.
CREATE TABLE invitations (
    user_id text COLLATE "C" NOT NULL,
    by_user text COLLATE "C" NOT NULL,
    room text COLLATE "C" NOT NULL,
    id text COLLATE "C" NOT NULL UNIQUE,
    kind text NOT NULL,
    name text,
    at bigint NOT NULL,
    declined_at bigint,
    PRIMARY KEY (user_id, by_user, room)
);

CREATE INDEX invitations_by ON invitations (by_user);

CREATE INDEX invitations_at ON invitations (at);
