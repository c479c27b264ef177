-- The tokens of texts as they stand now, each beginning with its room (docs/decisions/0053): a search reads what the user's rooms hold. rowid = events.pos.
CREATE VIRTUAL TABLE room_words USING fts5 (words, content = '', contentless_delete = 1, tokenize = 'ascii');

-- All messages are indexed anew behind the commits, the newest first. tokens goes before that, which was the index until now.
DELETE FROM reindex;
INSERT INTO reindex SELECT '~', 0, coalesce(sum(messages), 0) FROM rooms;
