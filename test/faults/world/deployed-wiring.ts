import type { AslDefinition } from '../../support/asl/definition';
import { compile } from '../engine/interpreter';
import type { Wiring } from '../engine/simulate';
import { waitsOf } from '../engine/waits-of';
import { createWorld, type StoreBooks } from './create-world';
import { openInMemoryBooks } from './in-memory-books';
import { OPERATORS } from './operators';
import { CONSUMERS, EXPIRE, FINISH, STEPS } from './steps';

/** A schedule on a real database is some hundred statements. */
const PATIENCE_MS = 120_000;

/**
 * The definition as synthesized, steps, consumers and sweeper as deployed.
 *
 * @param openBooks by default stores in memory, new ones for each schedule
 */
export const deployedWiring = (
  definition: AslDefinition,
  openBooks: () => StoreBooks | Promise<StoreBooks> = openInMemoryBooks,
): Wiring => ({
  patienceMs: openBooks === openInMemoryBooks ? 0 : PATIENCE_MS,
  machine: compile(definition),
  waits: waitsOf(definition),
  steps: STEPS,
  consumers: CONSUMERS,
  expire: EXPIRE,
  finish: FINISH,
  operators: OPERATORS,
  open: async (scenario) => createWorld(await openBooks(), scenario),
});
