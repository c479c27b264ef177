-- The picture that somebody has uploaded (hash, type, bytes, at; all or none), and the address that their token named (claimed).
CREATE TABLE pictures (
    user_id text COLLATE "C" PRIMARY KEY,
    claimed text,
    hash text,
    type text,
    at bigint,
    bytes bytea
);
-- What is compressed already isn't compressed again.
ALTER TABLE pictures ALTER COLUMN bytes SET STORAGE EXTERNAL;
