-- Where devices get pushes; a device of a user has one. session and token: who has said so.
CREATE TABLE push_subscriptions (
    endpoint TEXT NOT NULL PRIMARY KEY,
    user TEXT NOT NULL,
    device TEXT NOT NULL,
    session TEXT,
    token TEXT,
    p256dh TEXT NOT NULL,
    auth TEXT NOT NULL,
    at INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX push_subscriptions_user ON push_subscriptions (user, at);

-- Up to which seq members of rooms were told.
CREATE TABLE push_positions (
    room TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
) WITHOUT ROWID;

-- The keys by which push services know the server, made once.
CREATE TABLE push_keys (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    public_key TEXT NOT NULL,
    private_key TEXT NOT NULL
);
