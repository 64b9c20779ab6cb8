import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findPython } from '../../../localstack/emulator/find-python';
import type { PaymentLedger } from '../../../localstack/payment-simulator/payment-ledger';
import { choosePorts } from '../../../localstack/ports';
import { createChildren } from '../../../localstack/processes/children';
import { startSimulatorProcess } from '../../../localstack/simulator/simulator-process';
import { eventually } from '../../support/end-to-end/eventually';

jest.setTimeout(120_000);

const CALLERS = 8;
const ENOUGH = 40;

interface Answered {
  readonly key: string;
  readonly body: string;
}

describe('A payment provider in a process of its own', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'simulator-process-'));
  const children = createChildren({ python: findPython(), logs: path.join(folder, 'logs') });
  const heard = new Set<string>();
  const endpoint = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      heard.add((JSON.parse(body) as { data: { object: { id: string } } }).data.object.id);
      response.end();
    });
  });
  afterAll(async () => {
    await children.killAll();
    endpoint.closeAllConnections();
    endpoint.close();
    rmSync(folder, { recursive: true });
  });

  it('has all that it ever acknowledged when it was killed and comes back, its keys and its news as well', async () => {
    await new Promise<void>((resolve) => endpoint.listen(0, '127.0.0.1', resolve));
    const { payment: port } = await choosePorts('free', undefined);
    const stateFile = path.join(folder, 'payment.jsonl');
    const provider = await startSimulatorProcess({ children, name: 'payment', port, stateFile });
    const post = async (to: string, form: Record<string, string>, key: string): Promise<string> => {
      const response = await fetch(`${provider.url}/v1/${to}`, {
        method: 'POST',
        headers: { authorization: 'Bearer sk_test_1', 'idempotency-key': key },
        body: new URLSearchParams(form),
      });
      return response.text();
    };
    const tell = (settings: object) =>
      fetch(`${provider.url}/_simulator/webhooks`, { method: 'POST', body: JSON.stringify(settings) });
    const url = `http://127.0.0.1:${(endpoint.address() as AddressInfo).port}`;
    await tell({ url, secrets: ['whsec_1'], delayMs: 500, copies: 2 });

    const created: Answered[] = [];
    const confirmed: (Answered & { readonly intentId: string })[] = [];
    const caller = async (name: number): Promise<void> => {
      for (let call = 0; ; call += 1) {
        const orderId = `order-${name}-${call}`;
        const form = { amount: '1250', currency: 'eur', payment_method: 'pm_card_visa', 'metadata[orderId]': orderId };
        const body = await post('payment_intents', form, orderId);
        created.push({ key: orderId, body });
        const { id: intentId } = JSON.parse(body) as { readonly id: string };
        const key = `confirm-${orderId}`;
        confirmed.push({ intentId, key, body: await post(`payment_intents/${intentId}/confirm`, {}, key) });
      }
    };
    // Each goes on until its connection breaks, in the middle of whatever it was about.
    const callers = Array.from({ length: CALLERS }, (_, name) => caller(name));
    const cut = Promise.allSettled(callers);
    await eventually(
      async () => confirmed.length,
      (count) => count >= ENOUGH,
    );
    await provider.process.kill();
    expect((await cut).map(({ status }) => status)).toEqual(callers.map(() => 'rejected'));
    await provider.process.restart();

    const { payments } = (await (await fetch(provider.ledgerUrl)).json()) as PaymentLedger;
    const known = new Map(payments.flatMap(({ intents }) => intents.map(({ id, status }) => [id, status])));
    expect(created.filter(({ body }) => !known.has(JSON.parse(body).id))).toEqual([]);
    expect(confirmed.filter(({ intentId }) => known.get(intentId) !== 'succeeded')).toEqual([]);
    for (const { intentId, key, body } of confirmed.slice(-CALLERS)) {
      expect(await post(`payment_intents/${intentId}/confirm`, {}, key)).toBe(body);
    }
    expect(payments.filter(({ captures }) => captures > 1)).toEqual([]);
    await eventually(
      async () => confirmed.filter(({ intentId }) => !heard.has(intentId)),
      (unheard) => unheard.length === 0,
    );
    await provider.close();
  });
});
