-- Up Migration
-- What of an order a person has settled by hand: its version, and what it had unfinished then. Beside what the order is
-- now, that says whether it is settled as it stands, by a look at this row alone, and says so no more once either changes.
ALTER TABLE orders ADD COLUMN resolved_version integer, ADD COLUMN resolved_unfinished jsonb;

-- Not left to the statement that records a resolution: consoles of the version before record some as well.
CREATE FUNCTION mark_resolved_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  -- Looks again under the lock: what the order has become since is not settled.
  UPDATE orders SET resolved_version = NEW.version, resolved_unfinished = NEW.unfinished
  WHERE order_id = NEW.order_id AND version = NEW.version AND COALESCE(unfinished, '[]') = NEW.unfinished;
  RETURN NULL;
END
$$;
-- old code: records resolutions as before; the trigger writes to columns that old code does not know, and refuses none.
CREATE TRIGGER every_resolution_marks_its_order AFTER INSERT ON order_resolutions
  FOR EACH ROW EXECUTE FUNCTION mark_resolved_order();

-- old code: reads neither column, and writes to orders in repair only now and then; they are few.
UPDATE orders AS o SET resolved_version = r.version, resolved_unfinished = r.unfinished
FROM order_resolutions AS r
WHERE o.status = 'NEEDS_REPAIR' AND r.order_id = o.order_id AND r.version = o.version
  AND r.unfinished = COALESCE(o.unfinished, '[]');

-- Since when an order has waited for a person (`open-orders.ts`): NULL, and so in no index, for all that go their way.
CREATE INDEX orders_to_repair ON orders ((
  CASE WHEN status = 'NEEDS_REPAIR'
    AND NOT COALESCE(resolved_version = version AND resolved_unfinished = COALESCE(unfinished, '[]'), false)
  THEN updated_at END
), order_id) WHERE (
  CASE WHEN status = 'NEEDS_REPAIR'
    AND NOT COALESCE(resolved_version = version AND resolved_unfinished = COALESCE(unfinished, '[]'), false)
  THEN updated_at END
) IS NOT NULL;
-- How few these are, which the planner cannot tell from the columns alone: it would rather read all orders.
-- old code: never notices; it is a moment's work.
CREATE STATISTICS orders_to_repair_few ON (
  CASE WHEN status = 'NEEDS_REPAIR'
    AND NOT COALESCE(resolved_version = version AND resolved_unfinished = COALESCE(unfinished, '[]'), false)
  THEN updated_at END
) FROM orders;
-- old code: goes on to read and write while a sample of the table is looked at.
ANALYZE orders;
