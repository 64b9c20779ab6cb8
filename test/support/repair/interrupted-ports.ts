import type { Ports } from '../../faults/world/world';

/** A function that was killed knows nothing of it: nothing of what follows in it happens. */
export class Killed extends Error {}

/**
 * Ports of a step whose function dies at its call with this number, from 1, before that call had its effect or after it.
 * What it would call later never happens.
 */
export function interruptedPorts(ports: Ports, at: number, when: 'before' | 'after'): Ports {
  let calls = 0;
  const gate = <Port extends object>(port: Port): Port =>
    new Proxy(port, {
      get(target, name, receiver) {
        const member: unknown = Reflect.get(target, name, receiver);
        return typeof member !== 'function'
          ? member
          : async (...args: readonly unknown[]) => {
              calls += 1;
              if (calls > at || (calls === at && when === 'before')) {
                throw new Killed();
              }
              const answer: unknown = await member.apply(target, args);
              if (calls === at) {
                throw new Killed();
              }
              return answer;
            };
      },
    });
  const { inventory, payments, shipments, orders, provider, carrier } = ports;
  return {
    ...ports,
    inventory: gate(inventory),
    payments: gate(payments),
    shipments: gate(shipments),
    orders: gate(orders),
    provider: gate(provider),
    carrier: gate(carrier),
  };
}
