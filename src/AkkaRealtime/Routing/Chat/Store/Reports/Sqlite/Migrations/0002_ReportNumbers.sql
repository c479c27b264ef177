-- The order in which webhooks are told of reports. Those from before have 0: nobody is told of them.
ALTER TABLE reports ADD COLUMN n INTEGER NOT NULL DEFAULT 0;

CREATE INDEX reports_by_number ON reports (n);

-- One row, so that no number is used twice after the last report was removed.
CREATE TABLE report_head (
    n INTEGER NOT NULL
);

INSERT INTO report_head (n) VALUES (0);
