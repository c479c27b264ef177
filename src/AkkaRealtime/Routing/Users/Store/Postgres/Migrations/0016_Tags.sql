-- Which save of a user was the last: an owner that does not know of it has been superseded.
CREATE TABLE user_tags (
    user_id text COLLATE "C" PRIMARY KEY,
    tag bigint NOT NULL
);
