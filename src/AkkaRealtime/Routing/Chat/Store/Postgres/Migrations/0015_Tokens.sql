-- The tokens of texts as they stand now (docs/decisions/0037), each with its places.
CREATE TABLE tokens (
    room bigint NOT NULL,
    seq bigint NOT NULL,
    vector tsvector NOT NULL,
    PRIMARY KEY (room, seq)
);
CREATE INDEX tokens_vector ON tokens USING gin (vector);

-- texts is what messages were found by until now. What stands there is still to be indexed by its tokens, behind the commits, and goes from there as it is:
-- also what a node of the former version still writes. What such a node deletes or empties is to be found by nobody, wherever it stands.
CREATE FUNCTION forget_tokens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM texts WHERE room = NEW.room AND seq = NEW.seq;
    DELETE FROM tokens WHERE room = NEW.room AND seq = NEW.seq;
    RETURN NULL;
END $$;
CREATE TRIGGER overlays_forget_tokens AFTER INSERT OR UPDATE ON overlays FOR EACH ROW WHEN (NEW.deleted) EXECUTE FUNCTION forget_tokens();
CREATE TRIGGER events_forget_tokens AFTER UPDATE OF envelope ON events FOR EACH ROW WHEN (NEW.type = 1) EXECUTE FUNCTION forget_tokens();
