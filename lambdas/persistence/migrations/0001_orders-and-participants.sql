-- Up Migration
-- The constraints carry the invariants: a bug in code cannot oversell, charge twice or lose track of a unit.

CREATE TABLE products (
  sku          text PRIMARY KEY,
  name         text NOT NULL,
  price_minor  bigint NOT NULL CHECK (price_minor >= 0),
  currency     char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$')
);

CREATE TABLE stock (
  sku        text PRIMARY KEY REFERENCES products,
  initial    bigint NOT NULL CHECK (initial >= 0),
  available  bigint NOT NULL CHECK (available >= 0),
  reserved   bigint NOT NULL DEFAULT 0 CHECK (reserved >= 0),
  sold       bigint NOT NULL DEFAULT 0 CHECK (sold >= 0),
  CONSTRAINT every_unit_is_somewhere CHECK (initial = available + reserved + sold)
);

CREATE TABLE orders (
  order_id         uuid PRIMARY KEY,
  customer_id      text NOT NULL,
  status           text NOT NULL CHECK (status IN
                     ('RECEIVED', 'RESERVED', 'CHARGED', 'SHIPPING', 'CONFIRMED', 'REJECTED', 'CANCELLED', 'NEEDS_REPAIR')),
  version          integer NOT NULL DEFAULT 1 CHECK (version > 0),
  total_minor      bigint CHECK (total_minor >= 0),
  currency         char(3),
  -- Set by the first compensation, and never unset: from then on no action may move the order forward.
  compensating_at  timestamptz,
  reason           text,
  unfinished       jsonb,
  -- To the millisecond, as clients see it: a cursor made of it must find its place again.
  accepted_at      timestamptz(3) NOT NULL,
  created_at       timestamptz NOT NULL DEFAULT now(),
  updated_at       timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT confirmed_is_never_undone CHECK (NOT (status = 'CONFIRMED' AND compensating_at IS NOT NULL)),
  CONSTRAINT priced_before_reserved CHECK
    (status NOT IN ('RESERVED', 'CHARGED', 'SHIPPING', 'CONFIRMED') OR (total_minor IS NOT NULL AND currency IS NOT NULL))
);
CREATE INDEX orders_of_customer ON orders (customer_id, accepted_at DESC, order_id DESC);
CREATE INDEX orders_not_final ON orders (accepted_at) WHERE status NOT IN ('CONFIRMED', 'REJECTED', 'CANCELLED');

-- No foreign key to products: an order for an unknown SKU is recorded too, and then rejected.
CREATE TABLE order_lines (
  order_id          uuid NOT NULL REFERENCES orders,
  line              integer NOT NULL CHECK (line > 0),
  sku               text NOT NULL,
  quantity          bigint NOT NULL CHECK (quantity > 0),
  unit_price_minor  bigint CHECK (unit_price_minor >= 0),
  PRIMARY KEY (order_id, line)
);

-- The audit trail: written in the statement that changes the status. `sequence` is the order's version.
CREATE TABLE order_events (
  order_id     uuid NOT NULL REFERENCES orders,
  sequence     integer NOT NULL CHECK (sequence > 0),
  event_id     uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
  type         text NOT NULL,
  status       text NOT NULL,
  occurred_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (order_id, sequence)
);

-- In each participant's table the undo leaves a row even when nothing had happened: the tombstone.
-- No foreign key to orders there: an undo may come before the order was ever written.
CREATE TABLE reservations (
  order_id    uuid PRIMARY KEY,
  state       text NOT NULL CHECK (state IN ('HELD', 'RELEASED', 'SOLD')),
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE reservation_lines (
  order_id  uuid NOT NULL REFERENCES reservations,
  sku       text NOT NULL REFERENCES stock,
  quantity  bigint NOT NULL CHECK (quantity > 0),
  PRIMARY KEY (order_id, sku)
);

CREATE TABLE payments (
  order_id      uuid PRIMARY KEY,
  state         text NOT NULL CHECK (state IN ('OPEN', 'CHARGED', 'DECLINED', 'REFUNDING', 'VOIDED', 'REFUNDED')),
  amount_minor  bigint CHECK (amount_minor >= 0),
  currency      char(3),
  intent_id     text UNIQUE,
  refund_id     text UNIQUE,
  decline_code  text,
  created_at    timestamptz NOT NULL DEFAULT now(),
  updated_at    timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT open_has_an_amount CHECK (state <> 'OPEN' OR (amount_minor IS NOT NULL AND currency IS NOT NULL)),
  CONSTRAINT charged_has_an_intent CHECK (state <> 'CHARGED' OR intent_id IS NOT NULL),
  CONSTRAINT refunded_has_a_refund CHECK (state <> 'REFUNDED' OR (intent_id IS NOT NULL AND refund_id IS NOT NULL))
);

CREATE TABLE shipments (
  order_id        uuid PRIMARY KEY,
  state           text NOT NULL CHECK (state IN ('OPEN', 'BOOKED', 'REFUSED', 'CANCELLING', 'CANCELLED')),
  shipment_id     text UNIQUE,
  refusal_reason  text,
  created_at      timestamptz NOT NULL DEFAULT now(),
  updated_at      timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT booked_has_an_id CHECK (state <> 'BOOKED' OR shipment_id IS NOT NULL)
);
