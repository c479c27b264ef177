-- What operators have done.
CREATE TABLE admin_actions (
    id text COLLATE "C" NOT NULL PRIMARY KEY,
    at bigint NOT NULL,
    key text COLLATE "C" NOT NULL,
    method text NOT NULL,
    path text COLLATE "C" NOT NULL,
    status bigint NOT NULL,
    address text
);

CREATE INDEX admin_actions_at ON admin_actions (at);
