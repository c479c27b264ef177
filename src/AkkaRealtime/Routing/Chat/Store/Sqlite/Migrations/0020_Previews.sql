-- What the links of a message lead to, as JSON.
ALTER TABLE overlays ADD COLUMN previews TEXT;
