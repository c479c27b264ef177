-- Which save of a room's calls was the last: an owner that does not know of it has been superseded.
CREATE TABLE call_tags (
    room text COLLATE "C" PRIMARY KEY,
    tag bigint NOT NULL
);
