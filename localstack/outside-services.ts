import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { startAlarmsApi } from './alarms/alarms-api';
import { LOCAL_WEBHOOK_SECRET } from './local-stage';
import type { Ports } from './ports';
import type { Children } from './processes/children';
import type { RunningSimulator } from './simulator/simulator';
import { type Killable, startSimulatorProcess } from './simulator/simulator-process';
import { SIMULATORS, type SimulatorName } from './simulator/simulators';
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
  /** Those of the simulators that have a process of their own. */
  readonly killable: Readonly<Record<SimulatorName, Killable>> | undefined;
  /** From now on the payment provider tells what happens there; what it had to tell before comes first. */
  tellPaymentEventsTo(url: string): Promise<void>;
  /** Saves the ledgers. */
  close(): Promise<void>;
}

/**
 * What is not ours, in the cloud too: payment provider, carrier, identity provider, X-Ray, CloudWatch. They run in this process.
 *
 * @param apart who starts payment provider and carrier in processes of their own; without it they are here, too
 */
export async function startOutsideServices(
  stateDirectory: string,
  ports: Ports,
  apart?: Children,
): Promise<OutsideServices> {
  const stateFileOf = (name: SimulatorName): string => path.join(stateDirectory, 'ledgers', `${name}.jsonl`);
  const simulate = async (name: SimulatorName): Promise<RunningSimulator & { readonly process?: Killable }> => {
    const [port, stateFile] = [ports[name], stateFileOf(name)];
    return apart === undefined
      ? SIMULATORS[name]({ stateFile }).listen(port)
      : startSimulatorProcess({ children: apart, name, port, stateFile });
  };
  mkdirSync(path.join(stateDirectory, 'ledgers'), { recursive: true });
  const traces = await startTraceCollector(path.join(stateDirectory, 'traces'));
  const starting = [
    simulate('payment'),
    simulate('carrier'),
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
    killable: payment.process && carrier.process && { payment: payment.process, carrier: carrier.process },
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
