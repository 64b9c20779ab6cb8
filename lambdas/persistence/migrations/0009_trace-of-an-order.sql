-- Up Migration
-- X-Ray header that the order came with, so that an event which somebody else has to publish later, the sweeper or an
-- operator, continues the order's trace all the same. NULL: written by functions that did not know of this column, or
-- nothing was traced.
ALTER TABLE orders ADD COLUMN trace_header text;
