import * as z from 'zod';
import type { Answer, ApiRequest } from './answer';
import { type FaultScript, faultRuleSchema } from './fault-script';
import type { SimulatedApi } from './simulated-api';

export const ADMIN_PATH = '/_simulator/';

/**
 * What tests and operators of the local cloud use, beside the simulated API:
 *
 * - `GET ledger`: what really happened; `GET health`
 * - `GET | POST | DELETE faults`: the fault script; a POST takes one rule or a list
 * - `POST outage` with `{ active }`: every call of the API is answered 503
 * - `POST <incident>`: whatever the simulated API offers
 */
export function createAdminApi({ api, faults }: { readonly api: SimulatedApi; readonly faults: FaultScript }) {
  let outage = false;

  const post = async (name: string, body: string): Promise<Answer> => {
    if (name === 'faults') {
      const input: unknown = JSON.parse(body);
      for (const rule of (Array.isArray(input) ? input : [input]).map((rule) => faultRuleSchema.parse(rule))) {
        faults.add(rule);
      }
      return { status: 201, body: { faults: faults.pending() } };
    }
    if (name === 'outage') {
      outage = z.object({ active: z.boolean() }).parse(JSON.parse(body)).active;
      return { status: 200, body: { outage } };
    }
    const incident = Object.hasOwn(api.incidents, name) ? api.incidents[name] : undefined;
    return incident === undefined
      ? { status: 404, body: {} }
      : { status: 200, body: { happened: name, ...(await incident(body === '' ? {} : JSON.parse(body))) } };
  };

  return {
    isOut: () => outage,
    async receive({ method, path, body }: ApiRequest): Promise<Answer> {
      const name = path.slice(ADMIN_PATH.length);
      try {
        switch (`${method} ${name}`) {
          case 'GET ledger':
            return { status: 200, body: api.ledger() };
          case 'GET health':
            return { status: 200, body: { status: outage ? 'out' : 'ok' } };
          case 'GET faults':
            return { status: 200, body: { faults: faults.pending() } };
          case 'DELETE faults':
            faults.clear();
            return { status: 200, body: { faults: [] } };
          default:
            return method === 'POST' ? await post(name, body) : { status: 404, body: {} };
        }
      } catch (error) {
        return { status: 400, body: { error: String(error) } };
      }
    },
  };
}
