-- A deletion takes what was said out of the log: here what was deleted before it did so, with its edits.
UPDATE events
    SET envelope = CAST(json_set(json_remove(CAST(envelope AS TEXT), '$.data.mentions', '$.data.attachments'), '$.data.text', '', '$.data.deleted', json('true')) AS BLOB)
    WHERE type = 1 AND pos IN (SELECT pos FROM overlays WHERE deleted = 1) AND json_extract(CAST(envelope AS TEXT), '$.data.deleted') IS NULL;
UPDATE events
    SET envelope = CAST(json_set(CAST(envelope AS TEXT), '$.data.text', '') AS BLOB)
    WHERE type = 2 AND pos IN (SELECT d.pos FROM edits d JOIN overlays o ON o.pos = d.message AND o.deleted = 1);
DELETE FROM edits WHERE message IN (SELECT pos FROM overlays WHERE deleted = 1);
