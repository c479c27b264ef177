-- How many seconds members wait between two messages, and the least role that may write.
ALTER TABLE rooms ADD COLUMN slow_mode INTEGER NOT NULL DEFAULT 0;
ALTER TABLE rooms ADD COLUMN post_role TEXT NOT NULL DEFAULT 'member';
