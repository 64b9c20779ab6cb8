import type { Signals } from '../ports/signals';
import { measure } from './measure';
import { logger } from './powertools';

/** Each signal is a metric to alarm on, and a line in the log that says which order it was about. */
export const signals: Signals = {
  count(name, value, facts = {}) {
    measure(name, value);
    logger.warn(name, { value, ...facts });
  },
};
