import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Endpoints, readEndpoints } from '../../../localstack/endpoints';
import { discardState } from '../../../localstack/local-cloud';
import { projectNode, REPOSITORY, SHARED_LOCAL_DIRECTORY } from '../../../localstack/repository';
import { customerToken } from '../../../localstack/token-issuer/local-token';
import { descendantsOf, leftOver } from './process-tree';

const ENDS = ['CONFIRMED', 'REJECTED', 'NEEDS_REPAIR'];

export interface Up {
  readonly process: ChildProcess & { readonly pid: number };
  /** Resolves with the exit code. */
  readonly exited: Promise<number | null>;
  said(): string;
}

/** A local cloud beside the one of this jest run, in processes of its own: one that may be killed. */
export class OwnCloud {
  private up: Up | undefined;

  constructor(readonly stateDirectory = path.join(SHARED_LOCAL_DIRECTORY, 'test', randomUUID())) {}

  launch(): Up {
    const child = spawn(
      projectNode(),
      ['--require', 'tsx/cjs', 'localstack/up.ts', '--state-directory', this.stateDirectory, '--free-ports'],
      { cwd: REPOSITORY, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    if (child.pid === undefined) {
      throw new Error('the local cloud could not be launched');
    }
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text;
      });
    }
    const exited = once(child, 'close').then(([code]) => code as number | null);
    this.up = { process: child as Up['process'], exited, said: () => said };
    return this.up;
  }

  /** Launches it and waits until it is up. */
  async start(): Promise<Up> {
    const up = this.launch();
    await Promise.race([
      this.until('up', () => readEndpoints(this.stateDirectory) !== undefined),
      up.exited.then((code) => Promise.reject(new Error(`ended with ${code}:\n${up.said()}`))),
    ]);
    return up;
  }

  /** All of its processes, itself included, and by their command. */
  pids(command = ''): readonly number[] {
    const own = this.up?.process.pid;
    return own === undefined
      ? []
      : [
          ...(command === '' ? [own] : []),
          ...descendantsOf(own)
            .filter((process) => process.command.includes(command))
            .map(({ pid }) => pid),
        ];
  }

  endpoints(): Endpoints {
    const endpoints = readEndpoints(this.stateDirectory);
    if (endpoints === undefined) {
      throw new Error('it does not run');
    }
    return endpoints;
  }

  /** Places an order and follows it. @returns its id */
  async confirmedOrder(): Promise<string> {
    const response = await this.request('/orders', {
      method: 'POST',
      headers: { 'idempotency-key': randomUUID() },
      body: JSON.stringify({
        lines: [{ sku: 'TEA-ASSAM-250', quantity: 1 }],
        paymentMethodId: 'pm_card_visa',
        shippingAddress: { name: 'Ada', line1: 'Street 1', postalCode: '10115', city: 'Berlin', country: 'DE' },
      }),
    });
    const { orderId } = (await response.json()) as { orderId: string };
    await this.until('confirmed', async () => ENDS.includes((await this.order(orderId)).status));
    return orderId;
  }

  /** `status` is the order's, or the HTTP status where there is none. */
  async order(orderId: string): Promise<{ readonly status: string }> {
    const response = await this.request(`/orders/${orderId}`);
    return response.ok ? ((await response.json()) as { status: string }) : { status: String(response.status) };
  }

  async ledgerOf(service: 'paymentProvider' | 'carrier'): Promise<string> {
    return (await fetch(this.endpoints()[service].ledgerUrl)).text();
  }

  /** Ends what may still run. */
  async kill(): Promise<void> {
    const pids = this.pids();
    this.up?.process.kill('SIGKILL');
    await this.up?.exited;
    await leftOver(pids, 10_000);
  }

  async discard(): Promise<void> {
    await this.kill();
    await this.until('discarded', () => discardState(this.stateDirectory));
  }

  private request(resource: string, init: RequestInit = {}): Promise<Response> {
    const { api, stateDirectory, tokenIssuer } = this.endpoints();
    const token = customerToken(
      { stateDirectory, issuer: tokenIssuer.url, audience: tokenIssuer.audience },
      'customer',
    );
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...init.headers };
    return fetch(`${api}${resource}`, { ...init, headers });
  }

  private async until(what: string, check: () => boolean | Promise<boolean>): Promise<void> {
    const giveUpAt = performance.now() + 150_000;
    while (!(await check())) {
      if (performance.now() > giveUpAt) {
        throw new Error(`not ${what} in time:\n${this.up?.said()}`);
      }
      await sleep(100);
    }
  }
}
