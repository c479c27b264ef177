-- What may not sign in. Each change of it has a number: nodes ask for what is after the last that they know.
CREATE TABLE revocations (
    id text COLLATE "C" PRIMARY KEY,
    n bigint NOT NULL,
    user_id text COLLATE "C",
    device text COLLATE "C",
    session text COLLATE "C",
    token text COLLATE "C",
    issued_before bigint,
    until bigint,
    reason text,
    at bigint NOT NULL,
    lifted_at bigint
);

CREATE INDEX revocations_by_number ON revocations (n);

CREATE INDEX revocations_by_user ON revocations (user_id, id);

-- One row. Whoever numbers a change holds it until the commit, so that numbers are seen in their order.
CREATE TABLE revocation_head (
    n bigint NOT NULL
);

INSERT INTO revocation_head (n) VALUES (0);
