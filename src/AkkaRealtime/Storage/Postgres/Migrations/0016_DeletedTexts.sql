-- A deletion takes what was said out of the log: here what was deleted before it did so, with its edits. As text, since no kind of JSON here can hold
-- U+0000. Quotes inside of strings are escaped, so that these names stand for members only; the files come last.
UPDATE events e
    SET envelope = convert_to(
        regexp_replace(
            regexp_replace(
                regexp_replace(convert_from(e.envelope, 'UTF8'), '"text":"([^"\\]|\\.)*"', '"text":"","deleted":true'),
                ',"mentions":\[[^\]]*\]', ''),
            ',"attachments":\[.*\]\}\}$', '}}'),
        'UTF8')
    FROM overlays o
    WHERE o.room = e.room AND o.seq = e.seq AND o.deleted AND e.type = 1
        AND position(',"deleted":true}}' IN convert_from(e.envelope, 'UTF8')) = 0;
UPDATE events e
    SET envelope = convert_to(regexp_replace(convert_from(e.envelope, 'UTF8'), '"text":"([^"\\]|\\.)*"', '"text":""'), 'UTF8')
    FROM edits d JOIN overlays o ON o.room = d.room AND o.seq = d.message AND o.deleted
    WHERE e.room = d.room AND e.seq = d.seq AND e.type = 2;
DELETE FROM edits d USING overlays o WHERE o.room = d.room AND o.seq = d.message AND o.deleted;
