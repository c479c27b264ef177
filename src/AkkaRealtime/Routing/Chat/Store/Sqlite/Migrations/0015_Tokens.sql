-- The tokens of texts as they stand now (docs/decisions/0037), parted by spaces: nothing else in them is anything to this tokenizer. rowid = events.pos.
CREATE VIRTUAL TABLE tokens USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

-- Where a database has messages from before, they are indexed behind the commits, the newest first: those before this id are still to come. texts goes
-- before that, which was the index until now.
CREATE TABLE reindex (
    before TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL
);
INSERT INTO reindex SELECT '~', 0, coalesce(sum(messages), 0) FROM rooms;
