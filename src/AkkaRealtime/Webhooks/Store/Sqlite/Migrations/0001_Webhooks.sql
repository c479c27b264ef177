-- Where events are sent; settings is JSON. revision: who sends now.
CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    created_at INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    settings TEXT NOT NULL
) WITHOUT ROWID;

-- How far each stream (a room, or a part of what users do) has got, and how its next event fails.
CREATE TABLE webhook_streams (
    webhook TEXT NOT NULL,
    stream TEXT NOT NULL,
    position INTEGER NOT NULL,
    attempts INTEGER NOT NULL DEFAULT 0,
    failing_since INTEGER,
    retry_at INTEGER,
    error TEXT,
    PRIMARY KEY (webhook, stream)
) WITHOUT ROWID;

CREATE INDEX webhook_streams_failing ON webhook_streams (webhook, failing_since) WHERE failing_since IS NOT NULL;

-- Events that were given up. What they said stands in the log.
CREATE TABLE webhook_dead_letters (
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    webhook TEXT NOT NULL,
    stream TEXT NOT NULL,
    position INTEGER NOT NULL,
    type TEXT NOT NULL,
    at INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    error TEXT NOT NULL,
    given_up_at INTEGER NOT NULL
);

CREATE INDEX webhook_dead_letters_of ON webhook_dead_letters (webhook, n);
