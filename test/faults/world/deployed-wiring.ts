import type { AslDefinition } from '../../support/asl/definition';
import { compile } from '../engine/interpreter';
import type { Wiring } from '../engine/simulate';
import { createWorld } from './create-world';
import { openInMemoryBooks } from './in-memory-books';
import { CONSUMERS, STEPS } from './steps';

/** The definition as synthesized, the steps as deployed, stores in memory. */
export const deployedWiring = (definition: AslDefinition): Wiring => ({
  machine: compile(definition),
  steps: STEPS,
  consumers: CONSUMERS,
  open: async (scenario) => createWorld(openInMemoryBooks(), scenario),
});
