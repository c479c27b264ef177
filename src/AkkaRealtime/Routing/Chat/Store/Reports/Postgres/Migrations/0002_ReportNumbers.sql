-- The order in which webhooks are told of reports. Those from before have 0: nobody is told of them.
ALTER TABLE reports ADD COLUMN n bigint NOT NULL DEFAULT 0;

CREATE INDEX reports_by_number ON reports (n);

-- One row. Whoever numbers reports holds it until the commit, so that numbers are seen in their order.
CREATE TABLE report_head (
    n bigint NOT NULL
);

INSERT INTO report_head (n) VALUES (0);
