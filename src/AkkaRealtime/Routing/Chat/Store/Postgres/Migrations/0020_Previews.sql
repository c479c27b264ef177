-- What the links of a message lead to, as JSON in UTF-8.
ALTER TABLE overlays ADD COLUMN previews bytea;
