import type { CircuitOwner, Stage } from '../stage';

const VARIABLES = {
  payment: 'PAYMENT_CIRCUIT',
  carrier: 'CARRIER_CIRCUIT',
  webhook: 'WEBHOOK_CIRCUIT',
} as const satisfies Record<CircuitOwner, string>;

/** What a function is told of the numbers of its circuit. Nothing when nothing is set: it knows the defaults. */
export function circuitVariables(
  { circuits = {} }: Pick<Stage, 'circuits'>,
  owner: CircuitOwner,
): Readonly<Record<string, string>> {
  const numbers = circuits[owner] ?? {};
  return Object.keys(numbers).length === 0 ? {} : { [VARIABLES[owner]]: JSON.stringify(numbers) };
}
