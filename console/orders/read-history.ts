import { createReadHistory, type ReadHistory, type Saga } from '../../lambdas/gateways/sfn-execution-history';
import { inOneTurn } from '../data/in-one-turn';

/** A saga has a handful of states with some retries each; one that has more events is cut off. */
const MOST_PAGES = 5;

/**
 * What Step Functions has written down of an order's execution. Its picture and its timeline are both made of that, so it is
 * asked for once: of all questions it is the one that AWS lets an account ask least often.
 */
export const createReadHistoryOnce = (saga: Saga): ReadHistory =>
  inOneTurn(createReadHistory(saga, { mostPages: MOST_PAGES }));
