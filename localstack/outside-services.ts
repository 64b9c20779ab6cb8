import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startAlarmsApi } from './alarms/alarms-api';
import { createCarrierSimulator } from './carrier-simulator/carrier-simulator';
import { LOCAL_WEBHOOK_SECRET } from './local-stage';
import { createPaymentSimulator } from './payment-simulator/payment-simulator';
import type { Ports } from './ports';
import { signingKey } from './token-issuer/signing-key';
import { startTokenIssuer } from './token-issuer/token-issuer';
import { startTraceCollector, type TraceCollector } from './trace-collector/trace-collector';
import { startTracesApi } from './trace-collector/traces-api';

interface Simulated {
  readonly url: string;
  readonly ledgerUrl: string;
}

export interface OutsideServices {
  readonly paymentProvider: Simulated;
  readonly carrier: Simulated;
  readonly traces: Pick<TraceCollector, 'address' | 'directory'> & { readonly apiUrl: string };
  readonly alarms: { readonly apiUrl: string };
  /** From now on the payment provider tells what happens there; what it had to tell before comes first. */
  tellPaymentEventsTo(url: string): Promise<void>;
  /** Saves the ledgers. */
  close(): Promise<void>;
}

/** What is not ours, in the cloud too: payment provider, carrier, identity provider, X-Ray, CloudWatch. They run in this process. */
export async function startOutsideServices(stateDirectory: string, ports: Ports): Promise<OutsideServices> {
  const ledger = (name: string): string => path.join(stateDirectory, 'ledgers', `${name}.jsonl`);
  mkdirSync(path.join(stateDirectory, 'ledgers'), { recursive: true });
  const traces = await startTraceCollector(path.join(stateDirectory, 'traces'));
  const starting = [
    createPaymentSimulator({ stateFile: ledger('payment') }).listen(ports.payment),
    createCarrierSimulator({ stateFile: ledger('carrier') }).listen(ports.carrier),
    startTokenIssuer(signingKey(stateDirectory), ports.tokens),
    startTracesApi(traces),
    startAlarmsApi(stateDirectory),
  ] as const;
  const [payment, carrier, issuer, tracesApi, alarmsApi] = await Promise.all(starting).catch(async (error: unknown) => {
    const others = await Promise.allSettled(starting);
    const open = others.flatMap((other) => (other.status === 'fulfilled' ? [other.value] : []));
    await Promise.all([traces, ...open].map((service) => service.close()));
    throw error;
  });
  return {
    paymentProvider: { url: payment.url, ledgerUrl: payment.ledgerUrl },
    carrier: { url: carrier.url, ledgerUrl: carrier.ledgerUrl },
    traces: { address: traces.address, directory: traces.directory, apiUrl: tracesApi.url },
    alarms: { apiUrl: alarmsApi.url },
    async tellPaymentEventsTo(url) {
      // All of it: what was set in an earlier run is remembered.
      const settings = { url, secrets: [LOCAL_WEBHOOK_SECRET], hold: false, delayMs: 0, copies: 1 };
      await fetch(`${payment.url}/_simulator/webhooks`, { method: 'POST', body: JSON.stringify(settings) });
    },
    close: async () => {
      const all = [payment, carrier, issuer, traces, tracesApi, alarmsApi];
      await Promise.all(all.map((service) => service.close()));
    },
  };
}
