import type { FaultRuleInput } from '../../../localstack/simulator/fault-script';

/** Scripts what goes wrong at a simulated service: `localstack/simulator/admin-api.ts`. */
export function createSimulatorAccess(url: string) {
  const faults = `${url}/_simulator/faults`;
  return {
    async add(rule: FaultRuleInput): Promise<void> {
      const response = await fetch(faults, { method: 'POST', body: JSON.stringify(rule) });
      if (!response.ok) {
        throw new Error(`the simulator answered ${response.status}: ${await response.text()}`);
      }
    },
    /** What has not come about yet. */
    async pending(): Promise<readonly { readonly match: { readonly orderId?: string } }[]> {
      const answer = (await (await fetch(faults)).json()) as { faults: readonly { match: { orderId?: string } }[] };
      return answer.faults;
    },
  };
}
