-- Deleted messages are no more unread: counted from where a member has read, whatever else was edited or reacted to meanwhile.
CREATE INDEX overlays_deleted ON overlays (pos) WHERE deleted = 1;
