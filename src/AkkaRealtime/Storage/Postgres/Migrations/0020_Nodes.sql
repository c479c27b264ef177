-- The members of the cluster that lives on this database, one row each, with a heartbeat a second. A row that is gone while its node lives tells that node
-- to end: the others go on without it. Logged like any table, since rows that a crash of the database took away would end every node.
CREATE TABLE nodes (
    address text COLLATE "C" PRIMARY KEY,
    incarnation integer NOT NULL,
    machine text NOT NULL,
    shards integer NOT NULL,
    leaving boolean NOT NULL DEFAULT false,
    joined_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    seen_at timestamptz NOT NULL DEFAULT clock_timestamp()
) WITH (fillfactor = 10);
