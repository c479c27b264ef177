-- Where events are sent; settings is JSON. revision: who sends now.
CREATE TABLE webhooks (
    id text COLLATE "C" PRIMARY KEY,
    created_at bigint NOT NULL,
    revision bigint NOT NULL,
    settings text NOT NULL
);

-- How far each stream (a room, or a part of what users do) has got, and how its next event fails.
CREATE TABLE webhook_streams (
    webhook text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    attempts integer NOT NULL DEFAULT 0,
    failing_since bigint,
    retry_at bigint,
    error text,
    PRIMARY KEY (webhook, stream)
) WITH (fillfactor = 70);

CREATE INDEX webhook_streams_failing ON webhook_streams (webhook, failing_since) WHERE failing_since IS NOT NULL;

-- Events that were given up. What they said stands in the log.
CREATE TABLE webhook_dead_letters (
    n bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook text COLLATE "C" NOT NULL,
    stream text COLLATE "C" NOT NULL,
    position bigint NOT NULL,
    type text NOT NULL,
    at bigint NOT NULL,
    attempts integer NOT NULL,
    error text NOT NULL,
    given_up_at bigint NOT NULL
);

CREATE INDEX webhook_dead_letters_of ON webhook_dead_letters (webhook, n);
