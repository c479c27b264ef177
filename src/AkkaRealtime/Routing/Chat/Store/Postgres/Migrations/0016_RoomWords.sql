-- The tokens of texts as they stand now, each with its places and beginning with its room (docs/decisions/0053): a search reads what the user's rooms hold.
CREATE TABLE room_words (
    room bigint NOT NULL,
    seq bigint NOT NULL,
    vector tsvector NOT NULL,
    PRIMARY KEY (room, seq)
);
CREATE INDEX room_words_vector ON room_words USING gin (vector);

-- tokens is what messages were found by until now. Like texts before it, it is the list of what is still to be indexed, and of what a node of the former version writes.
CREATE OR REPLACE FUNCTION forget_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM texts WHERE room = NEW.room AND seq = NEW.seq;
    DELETE FROM tokens WHERE room = NEW.room AND seq = NEW.seq;
    DELETE FROM room_words WHERE room = NEW.room AND seq = NEW.seq;
    RETURN NULL;
END $$;
