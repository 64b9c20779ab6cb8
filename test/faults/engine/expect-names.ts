import type { AslDefinition } from '../../support/asl/definition';
import { scenarioNamed } from '../world/scenario';
import { OPERATIONS } from './gated-ports';
import { CONSUMERS, kindsAt, OPERATOR, TOOLS } from './point';
import type { Schedule } from './schedule';

/** Calls of tools and of the sweeper, which go through no port. */
const CALLS_BESIDES = ['statusOf', 'findRunning'] as const;

/**
 * A name that nothing has is never reached, and a schedule in which it stands shows nothing. That a known one was not
 * reached this time is for whoever runs the schedule to see.
 *
 * @throws Error when the schedule has a scenario, a function or a call that there is not, or a fault that it cannot meet
 */
export function expectNames({ scenario, faults }: Schedule, { States }: AslDefinition): void {
  scenarioNamed(scenario);
  const functions = new Set([...Object.keys(States), ...CONSUMERS, ...TOOLS, OPERATOR]);
  const calls = new Set([...OPERATIONS, ...CALLS_BESIDES, ...Object.keys(States).map((state) => `call${state}`)]);
  for (const { at, fault } of faults) {
    const [step = '', call] = at.split('.');
    const [state = '', run] = step.split('#');
    const operation = call?.split('~')[0];
    if (!functions.has(state)) {
      throw new Error(`expected at '${at}' one of ${[...functions].join(', ')}, got '${state}'`);
    }
    if (operation !== undefined && !calls.has(operation)) {
      throw new Error(`expected at '${at}' one of ${[...calls].join(', ')}, got '${operation}'`);
    }
    const kinds = kindsAt({ address: at, state, run: Number(run), ...(operation !== undefined && { operation }) });
    if (!kinds.includes(fault.kind)) {
      throw new Error(`expected at '${at}' one of ${kinds.join(', ')}, got '${fault.kind}'`);
    }
  }
}
