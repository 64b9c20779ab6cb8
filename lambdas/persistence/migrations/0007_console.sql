-- Up Migration
-- What operators look for among all orders. Each list of the console is a walk along one of these, from wherever the last
-- page ended, so a page costs the same however many orders there are. Building them keeps writers waiting for about a
-- second per million orders; their sagas wait, as they do for any absence of the database.
CREATE INDEX orders_by_time ON orders (accepted_at DESC, order_id DESC);
CREATE INDEX orders_by_status ON orders (status, accepted_at DESC, order_id DESC);

-- An operator has settled by hand what an order left unfinished, and says how. It changes neither the order nor its books:
-- they go on to say what is true of our own systems. It holds for what was unfinished then, and for nothing that comes later.
-- old code: deletes no orders, which is all that this reference forbids.
CREATE TABLE order_resolutions (
  order_id    uuid NOT NULL REFERENCES orders,
  version     integer NOT NULL,
  unfinished  jsonb NOT NULL,
  reason      text NOT NULL CHECK (length(reason) BETWEEN 1 AND 2000),
  resolved_by text NOT NULL,
  resolved_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (order_id, resolved_at)
);
