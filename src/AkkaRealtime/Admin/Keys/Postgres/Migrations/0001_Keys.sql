-- Keys to the admin API, by their hashes.
CREATE TABLE api_keys (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    name text NOT NULL,
    hash text COLLATE "C" NOT NULL UNIQUE,
    scopes text NOT NULL,
    at bigint NOT NULL,
    expires_at bigint,
    by_key text NOT NULL
);
