-- Uploaded files; their bytes are kept by hash in the file store. state: 0 the bytes are not kept yet, 1 there, 2 gone with the last message that
-- named it. sent = 1 once a message named it.
CREATE TABLE files (
    id TEXT NOT NULL PRIMARY KEY,
    room TEXT NOT NULL,
    user TEXT NOT NULL,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    size INTEGER NOT NULL,
    hash TEXT NOT NULL,
    at INTEGER NOT NULL,
    width INTEGER,
    height INTEGER,
    state INTEGER NOT NULL DEFAULT 0,
    sent INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX files_hash ON files (hash);
CREATE INDEX files_user ON files (user, id);
-- What the sweep looks for; both are nearly empty.
CREATE INDEX files_unsent ON files (at) WHERE sent = 0;
CREATE INDEX files_gone ON files (id) WHERE state = 2;

-- Which messages name which files.
CREATE TABLE file_uses (
    message TEXT NOT NULL,
    file TEXT NOT NULL,
    PRIMARY KEY (message, file)
) WITHOUT ROWID;
CREATE INDEX file_uses_file ON file_uses (file);
