-- Only messages that changed after they were sent have a row here. text is UTF-8.
CREATE TABLE overlays (
    room bigint NOT NULL,
    seq bigint NOT NULL,
    text bytea,
    edited_at bigint,
    deleted boolean NOT NULL,
    pinned boolean NOT NULL,
    reactions bytea,
    PRIMARY KEY (room, seq)
);

CREATE TABLE members (
    room bigint NOT NULL,
    user_id text COLLATE "C" NOT NULL,
    role text NOT NULL,
    joined bigint NOT NULL,
    read bigint NOT NULL,
    delivered bigint NOT NULL,
    PRIMARY KEY (room, user_id)
) WITH (fillfactor = 70);
CREATE INDEX members_user ON members (user_id, room);

CREATE TABLE mentions (
    user_id text COLLATE "C" NOT NULL,
    room bigint NOT NULL,
    seq bigint NOT NULL,
    PRIMARY KEY (user_id, room, seq)
);
CREATE INDEX mentions_message ON mentions (room, seq);

-- Texts as they stand now, for search: the words only. Accents don't count; capitals were folded before.
CREATE FUNCTION words_of(text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$ SELECT regexp_replace(normalize(text, NFD), '[\u0300-\u036F]', '', 'g') $$;
CREATE TABLE texts (
    room bigint NOT NULL,
    seq bigint NOT NULL,
    words tsvector NOT NULL,
    PRIMARY KEY (room, seq)
);
CREATE INDEX texts_words ON texts USING gin (words);
