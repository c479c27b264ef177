-- Uploaded files; their bytes are kept by hash in the file store. state: 0 the bytes are not kept yet, 1 there, 2 gone with the last message that
-- named it. sent once a message named it. name and type are UTF-8 without U+0000.
CREATE TABLE files (
    id text COLLATE "C" PRIMARY KEY,
    room text COLLATE "C" NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    name text NOT NULL,
    type text NOT NULL,
    size bigint NOT NULL,
    hash text COLLATE "C" NOT NULL,
    at bigint NOT NULL,
    width bigint,
    height bigint,
    state bigint NOT NULL DEFAULT 0,
    sent boolean NOT NULL DEFAULT false
);
CREATE INDEX files_hash ON files (hash);
CREATE INDEX files_user ON files (user_id, id);
-- What the sweep looks for; both are nearly empty.
CREATE INDEX files_unsent ON files (at) WHERE NOT sent;
CREATE INDEX files_gone ON files (id) WHERE state = 2;

-- Which messages name which files.
CREATE TABLE file_uses (
    message text COLLATE "C" NOT NULL,
    file text COLLATE "C" NOT NULL,
    PRIMARY KEY (message, file)
);
CREATE INDEX file_uses_file ON file_uses (file);
