-- Where devices get pushes; a device of a user has one. session and token: who has said so.
CREATE TABLE push_subscriptions (
    endpoint text COLLATE "C" PRIMARY KEY,
    user_id text COLLATE "C" NOT NULL,
    device text COLLATE "C" NOT NULL,
    session text,
    token text,
    p256dh text NOT NULL,
    auth text NOT NULL,
    at bigint NOT NULL
);

CREATE INDEX push_subscriptions_user ON push_subscriptions (user_id, at);

-- Up to which seq members of rooms were told.
CREATE TABLE push_positions (
    room text COLLATE "C" PRIMARY KEY,
    position bigint NOT NULL
) WITH (fillfactor = 70);

-- The keys by which push services know the server, made once.
CREATE TABLE push_keys (
    one integer PRIMARY KEY CHECK (one = 1),
    public_key text NOT NULL,
    private_key text NOT NULL
);
