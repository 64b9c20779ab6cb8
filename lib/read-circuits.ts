import { CIRCUIT_NUMBERS, type CircuitNumbers, type CircuitOwner } from './stage';

/**
 * What is set of the circuits, as passed to the CDK: `-c paymentCircuit=failuresToOpen=3,openForMs=30000`,
 * `-c carrierCircuit=…`, `-c webhookCircuit=…`. The functions check at their start what the numbers mean to each other.
 *
 * @throws when a number has no such name, or is none
 */
export function readCircuits(
  context: (key: string) => string | undefined,
): Readonly<Record<CircuitOwner, CircuitNumbers>> {
  return {
    payment: numbersOf('paymentCircuit', context('paymentCircuit')),
    carrier: numbersOf('carrierCircuit', context('carrierCircuit')),
    webhook: numbersOf('webhookCircuit', context('webhookCircuit')),
  };
}

function numbersOf(key: string, text = ''): CircuitNumbers {
  const parts = text.split(',').filter((part) => part !== '');
  return Object.fromEntries(
    parts.map((part) => {
      const [name = '', value = ''] = part.split('=').map((side) => side.trim());
      if (!CIRCUIT_NUMBERS.some((known) => known === name)) {
        throw new Error(`'${key}' should set some of ${CIRCUIT_NUMBERS.join(', ')}, got '${part}'`);
      }
      const number = Number(value);
      if (!Number.isSafeInteger(number) || number < 1) {
        throw new Error(`'${name}' of '${key}' should be a whole number from 1 on, got '${value}'`);
      }
      return [name, number];
    }),
  );
}
