import type { AslDefinition, AslState } from '../../support/asl/definition';
import type { InMemoryDatabase } from '../../support/in-memory/in-memory-database';
import { compile } from '../engine/interpreter';
import type { Wiring } from '../engine/simulate';
import { waitsOf } from '../engine/waits-of';
import { createWorld } from '../world/create-world';
import { type InMemoryStores, openInMemoryBooks } from '../world/in-memory-books';
import { OPERATORS, type Operators } from '../world/operators';
import { over } from '../world/over';
import { CONSUMERS, type Consumers, EXPIRE, type Expire, FINISH, STEPS } from '../world/steps';
import type { Ports, World } from '../world/world';

/** Switches one defence off by putting something else in its place: production code knows nothing of it. */
export interface Sabotage {
  readonly state?: (name: string, state: AslState) => AslState;
  /** Stores are in memory here, so that one of their guards can be left out. */
  readonly stores?: (stores: InMemoryStores, database: InMemoryDatabase) => Partial<InMemoryStores>;
  /** What a step finds in the place of its ports. */
  readonly ports?: (ports: Ports, state: string) => Partial<Ports>;
  readonly consumers?: Partial<Consumers>;
  readonly expire?: Expire;
  readonly operators?: Partial<Operators>;
  readonly world?: (world: World) => World;
}

/** A deployment without some of its defences. */
export function wiringWithout(sabotages: readonly Sabotage[], definition: AslDefinition): Wiring {
  const states = Object.entries(definition.States).map(([name, state]) => [
    name,
    sabotages.reduce((changed, { state: change }) => change?.(name, changed) ?? changed, state),
  ]);
  const steps = Object.entries(STEPS).map(([state, step]): [string, typeof step] => [
    state,
    (ports) => step(sabotages.reduce((changed, sabotage) => over(changed, sabotage.ports?.(changed, state)), ports)),
  ]);

  return {
    patienceMs: 0,
    waits: waitsOf(definition),
    machine: compile({ ...definition, States: Object.fromEntries(states) }),
    steps: Object.fromEntries(steps),
    finish: FINISH,
    operators: Object.assign({}, OPERATORS, ...sabotages.map(({ operators }) => operators)),
    expire: sabotages.find(({ expire }) => expire !== undefined)?.expire ?? EXPIRE,
    consumers: Object.assign({}, CONSUMERS, ...sabotages.map(({ consumers }) => consumers)),
    open: async (scenario) => {
      const books = openInMemoryBooks((stores, database) => {
        const changed = { ...stores };
        for (const sabotage of sabotages) {
          Object.assign(changed, sabotage.stores?.(changed, database));
        }
        return changed;
      });
      return sabotages.reduce((world, sabotage) => sabotage.world?.(world) ?? world, createWorld(books, scenario));
    },
  };
}

export { over };
