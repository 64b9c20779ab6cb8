import type { FaultRuleInput } from '../../../localstack/simulator/fault-script';
import { localCloud } from '../local-cloud';

/** Scripts what goes wrong at the payment provider and the carrier of the local cloud. */
export function outside(name: 'paymentProvider' | 'carrier') {
  const { url } = localCloud()[name];
  const post = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/_simulator/${path}`, { method: 'POST', body: JSON.stringify(body) });
    if (!response.ok) {
      throw new Error(`the simulator answered ${response.status} to ${path}: ${await response.text()}`);
    }
    return (await response.json()) as Record<string, unknown>;
  };

  return {
    fail: (...rules: readonly FaultRuleInput[]) => post('faults', rules),
    heal: async (): Promise<void> => {
      await fetch(`${url}/_simulator/faults`, { method: 'DELETE' });
    },
    outage: (active: boolean) => post('outage', { active }),
    /** Makes an incident of the simulator happen, and answers what it says. */
    make: (incident: string, body: unknown) => post(incident, body),
  };
}
