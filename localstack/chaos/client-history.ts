import { appendFileSync } from 'node:fs';

/** How a call ended for who made it. Unknown: it may have had its effect, or may still have it. */
export type Outcome = 'ok' | 'fail' | 'unknown';

export interface ClientCall {
  readonly operation: 'place' | 'read';
  /** The idempotency key of a placed order, the id of one that was read. */
  readonly key: string;
  readonly startedAt: string;
  readonly tookMs: number;
  readonly outcome: Outcome;
  /** 0 when there was no answer. */
  readonly status: number;
  readonly orderId?: string;
  /** Of an order that was read. */
  readonly orderStatus?: string;
  /** The body, whatever it says; empty when there was no answer. */
  readonly answer: string;
}

/** What clients of the API saw, as it happened: https://jepsen.io/consistency shows what such histories are for. */
export function createClientHistory(file: string) {
  const calls: ClientCall[] = [];
  return {
    add(call: ClientCall): void {
      calls.push(call);
      appendFileSync(file, `${JSON.stringify(call)}\n`);
    },
    calls: (): readonly ClientCall[] => calls,
  };
}
export type ClientHistory = ReturnType<typeof createClientHistory>;
