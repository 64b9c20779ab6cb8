import '../../support/intake/quiet';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod/mini';
import { createFlagFailedExecution } from '../../../lambdas/consumers/flag-failed-execution';
import { createSettlePayment } from '../../../lambdas/consumers/settle-payment';
import { createStartSaga } from '../../../lambdas/consumers/start-saga';
import { MESSAGES, type MessageKind } from '../../../lambdas/contracts/messages';
import { olderVersion, readMessage } from '../../../lambdas/contracts/versioned-message';
import { parseOrderEvent } from '../../../lambdas/runtime/parse-order-event';
import type { HandleMessage } from '../../../lambdas/runtime/sqs-batch';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { InMemoryRepairs } from '../../support/intake/in-memory-orders';
import { InMemorySagas } from '../../support/intake/in-memory-sagas';
import { InMemorySignals } from '../../support/intake/in-memory-signals';
import { ManualClock } from '../../support/intake/manual-clock';
import { intakeRecord } from '../../support/intake/order-mother';
import { webhookBench } from '../../support/outward/webhook-bench';

const SAMPLES = path.join(__dirname, 'samples');
const namesIn = (...folder: readonly string[]) => readdirSync(path.join(SAMPLES, ...folder));

interface Sample {
  readonly kind: MessageKind;
  readonly version: number;
  readonly name: string;
  readonly body: string;
}

/** Every message that a released version has written, as it may still lie in a queue. Released samples are not edited. */
const samples: readonly Sample[] = namesIn().flatMap((kind) =>
  namesIn(kind).flatMap((version) =>
    namesIn(kind, version).map((name) => ({
      kind: kind as MessageKind,
      version: Number(version.slice(1)),
      name,
      body: readFileSync(path.join(SAMPLES, kind, version, name), 'utf8'),
    })),
  ),
);

const CONSUMERS: { readonly [kind in MessageKind]: () => Promise<HandleMessage> } = {
  order: async () =>
    createStartSaga({ sagas: new InMemorySagas(), intake: new InMemoryIntake(), clock: new ManualClock() }),
  executionStatus: async () => {
    const intake = new InMemoryIntake();
    await intake.putIfNew(intakeRecord());
    return createFlagFailedExecution({ orders: new InMemoryRepairs(), intake });
  },
  paymentEvent: async () =>
    createSettlePayment({
      reconcile: async () => ({ kind: 'nothing-to-do' }),
      signals: new InMemorySignals(),
      refundsOutside: { record: async () => {} },
    }),
  webhookDelivery: async () => webhookBench().consumerOver(),
  orderEvent: async () => async (message) => {
    parseOrderEvent(message.body);
    return 'done';
  },
};

describe('Released messages', () => {
  it('have a sample of every version, with no version left out', () => {
    for (const [kind, { version, older }] of Object.entries(MESSAGES)) {
      const released = [...older.map((one: { version: number }) => one.version), version];
      const sampled = [...new Set(samples.filter((sample) => sample.kind === kind).map((sample) => sample.version))];

      expect(released).toEqual(Array.from({ length: version }, (_, index) => index + 1));
      expect(sampled.sort()).toEqual(released);
    }
  });

  it.each(samples)('row 41: are taken by the consumer of today: $kind v$version, $name', async ({ kind, body }) => {
    const consume = await CONSUMERS[kind]();

    await expect(consume({ body, traceHeader: undefined, remainingTimeMs: () => 1_000 })).resolves.toBe('done');
  });
});

describe('A message with a history of three versions', () => {
  const kind = {
    version: 3,
    schema: z.object({ schemaVersion: z.literal(3), lines: z.array(z.object({ sku: z.string(), quantity: z.int() })) }),
    older: [
      olderVersion(1, z.object({ schemaVersion: z.literal(1), sku: z.string() }), ({ sku }) => ({
        schemaVersion: 2,
        skus: [sku],
      })),
      olderVersion(2, z.object({ schemaVersion: z.literal(2), skus: z.array(z.string()) }), ({ skus }) => ({
        schemaVersion: 3,
        lines: skus.map((sku) => ({ sku, quantity: 1 })),
      })),
    ],
  };
  const today = { schemaVersion: 3, lines: [{ sku: 'TEA-1', quantity: 1 }] };

  it.each([
    { writtenIn: 1, value: { schemaVersion: 1, sku: 'TEA-1' } },
    { writtenIn: 2, value: { schemaVersion: 2, skus: ['TEA-1'] } },
    { writtenIn: 3, value: today },
  ])('is read as today’s when it was written in version $writtenIn', ({ writtenIn, value }) => {
    expect(readMessage(kind, value)).toEqual({ kind: 'read', message: today, writtenIn });
  });

  it.each([
    ['a version that was never released', { schemaVersion: 0, sku: 'TEA-1' }, ['schemaVersion', 'lines']],
    ['a version of the future', { ...today, schemaVersion: 4 }, ['schemaVersion']],
    ['no version', { sku: 'TEA-1' }, ['schemaVersion', 'lines']],
    ['an older version that is not as agreed', { schemaVersion: 2, skus: 'TEA-1' }, ['skus']],
    ['no object', null, ['its root']],
  ])('fails for %s, and says where', (_, value, places) => {
    expect(readMessage(kind, value)).toEqual({ kind: 'malformed', places });
  });

  it('fails when an upcaster makes what today’s schema refuses', () => {
    const broken = { ...kind, older: [olderVersion(2, z.object({}), () => ({ schemaVersion: 3 }))] };

    expect(readMessage(broken, { schemaVersion: 2 })).toEqual({ kind: 'malformed', places: ['lines'] });
  });
});
