-- Up Migration
-- What an event says beside its place and its status, as it was when it happened. NULL: written by functions that did
-- not know of this column; then it is made up from the order at the time of publishing.
ALTER TABLE order_events ADD COLUMN facts jsonb;

-- Events that may not have left yet. A row goes away when its event was published, so the table stays as small as the
-- backlog, and the audit trail is never rewritten.
CREATE TABLE outbox (
  event_id        uuid PRIMARY KEY,
  written_at      timestamptz NOT NULL DEFAULT now(),
  -- When the sweeper may take it: put off for as long as whoever took it may work on it.
  due_at          timestamptz NOT NULL DEFAULT now(),
  attempts        integer NOT NULL DEFAULT 0 CHECK (attempts >= 0),
  -- It cannot be published as it is, and why: an operator must act.
  parked_at       timestamptz,
  parked_because  text,
  CONSTRAINT parked_with_a_reason CHECK ((parked_at IS NULL) = (parked_because IS NULL))
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
CREATE INDEX outbox_due ON outbox (due_at) WHERE parked_at IS NULL;
CREATE INDEX outbox_parked ON outbox (parked_at) WHERE parked_at IS NOT NULL;

-- Not left to the statements: whoever writes an event, functions of the version before included, lets it leave.
CREATE FUNCTION put_into_outbox() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO outbox (event_id) SELECT event_id FROM written;
  RETURN NULL;
END
$$;
-- old code: writes an event with each change as before; the trigger adds rows to a table of ours that refuses none of them.
CREATE TRIGGER every_event_leaves AFTER INSERT ON order_events
  REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION put_into_outbox();
