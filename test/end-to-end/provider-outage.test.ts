import { setTimeout as sleep } from 'node:timers/promises';
import { checkBooks } from '../../lambdas/domain/books/check-books';
import { createAwsJsonApi } from '../../lambdas/gateways/aws-json-api';
import { circuitSettings, type GuardedService } from '../../lambdas/gateways/circuit-settings';
import { createDynamoDbCircuitStore } from '../../lambdas/gateways/dynamodb-circuit-store';
import type { CircuitRecord } from '../../lambdas/resilience/circuit-store';
import { WAITING } from '../../lib/constructs/order-saga-policies';
import { emulatorClient } from '../../localstack/aws';
import { STEP_FUNCTIONS_RETRY_CAP_MS, STEP_FUNCTIONS_WAIT_SCALE } from '../../localstack/emulator/emulator';
import { DELAY_SCALE } from '../../localstack/local-stage';
import { orderOf } from '../../localstack/main-job/scenarios';
import type { Shop } from '../../localstack/main-job/shop';
import { recoveredWithinMs } from '../support/circuit/recovery';
import { newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { attemptsOf, statesEntered } from '../support/end-to-end/executions';
import { outside } from '../support/end-to-end/outside';
import { quietBooks } from '../support/end-to-end/quiet-books';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(300_000);

const THREE_MINUTES_MS = 180_000 * DELAY_SCALE;
/** The policy's own cap, or that of the emulator in its place. */
const LONGEST_RETRY_MS =
  Math.max(WAITING.maxDelay.toMilliseconds(), STEP_FUNCTIONS_RETRY_CAP_MS) * Number(STEP_FUNCTIONS_WAIT_SCALE);

/**
 * What starting, running and answering may take beyond what is waited for, once, for all orders together: work is not scaled,
 * and other tests run on the machine. It is many times what a quiet one needs, so that only who hangs is too late; how much
 * of it was used is printed, and that nobody waits for nothing is proven by counts below, which no machine changes.
 */
const MACHINE_MS = 30_000;

/**
 * Records of a circuit from the end of an outage until it is closed: of a probe that was under way then and fails, of one
 * whose answer nobody could note down, and two of the one that closes it. More means that one success is not enough.
 */
const MOST_RECORDS_TO_CLOSE = 5;

/** As often as a busy machine makes it necessary: a read gives up after a second. */
const recordOf = async (service: GuardedService): Promise<CircuitRecord | undefined> => {
  const { emulator, tables } = localCloud();
  const { region, credentials } = emulatorClient(emulator);
  const aws = createAwsJsonApi({ region, endpoint: emulator, credentials: () => credentials });
  const store = createDynamoDbCircuitStore({ aws, table: tables.circuits });
  const answer = await eventually(
    () =>
      store.find(service).then(
        (record) => ({ record }),
        () => undefined,
      ),
    (found) => found !== undefined,
  );
  return answer?.record;
};
const circuitOf = async (service: GuardedService): Promise<string> => (await recordOf(service))?.state.kind ?? 'closed';

async function place(shop: Shop, count: number): Promise<readonly string[]> {
  const placed = await Promise.all(Array.from({ length: count }, () => shop.place(orderOf())));
  return placed.map(({ orderId = '' }) => orderId);
}

const statusesOf = (shop: Shop, orderIds: readonly string[]): Promise<readonly string[]> =>
  Promise.all(orderIds.map(async (orderId) => (await shop.find(orderId)).status));

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

describe('An outage', () => {
  const waited: string[] = [];

  it.each([
    {
      what: 'the payment provider',
      simulator: 'paymentProvider',
      service: 'payment-provider',
      waitsAs: 'RESERVED',
      step: 'ChargePayment',
    },
    { what: 'the carrier', simulator: 'carrier', service: 'carrier', waitsAs: 'CHARGED', step: 'BookShipment' },
  ] as const)(
    'row 30: of $what for three minutes rejects no order, and all are confirmed soon after it',
    async ({ what, simulator, service, waitsAs, step }) => {
      const { shop } = newCustomer();
      const { outage } = outside(simulator);
      const { openForMs } = circuitSettings(service, DELAY_SCALE);
      const confirmedWithinMs = recoveredWithinMs({ openForMs, longestRetryMs: LONGEST_RETRY_MS, scale: DELAY_SCALE });
      const before = await place(shop, 3);

      let during: readonly string[];
      try {
        await outage(true);
        during = await place(shop, 6);
        await eventually(
          () => circuitOf(service),
          (state) => state === 'open',
        );
        await sleep(THREE_MINUTES_MS);
        expect(['open', 'half-open']).toContain(await circuitOf(service));
        await eventually(
          () => statusesOf(shop, during),
          (statuses) => statuses.every((status) => status === waitsAs),
        );
      } finally {
        await outage(false);
      }
      const overAt = performance.now();
      const sinceItsEndMs = (): number => performance.now() - overAt;
      const leftMs = (): number => confirmedWithinMs + MACHINE_MS - sinceItsEndMs();
      const atItsEnd = await recordOf(service);

      const orderIds = [...before, ...during];
      waited.push(...orderIds);
      const closed = await eventually(
        () => recordOf(service),
        (record) => record?.state.kind === 'closed',
        { withinMs: leftMs() },
      );
      const closedAt = new Date().toISOString();
      await eventually(
        () => statusesOf(shop, orderIds),
        (statuses) => statuses.every((status) => status === 'CONFIRMED'),
        { withinMs: leftMs() },
      );
      console.info(
        `After an outage of ${what} all were confirmed in ${seconds(sinceItsEndMs())}; ` +
          `what is waited for comes to ${seconds(confirmedWithinMs)} at most, and the machine has ${seconds(MACHINE_MS)}.`,
      );
      // Sharper than any time on a busy machine: one probe closes it for good, and whoever asks then is not turned away.
      expect((closed?.version ?? 0) - (atItsEnd?.version ?? 0)).toBeLessThanOrEqual(MOST_RECORDS_TO_CLOSE);
      expect((await recordOf(service))?.state).toMatchObject({ kind: 'closed', epoch: atItsEnd?.state.epoch });
      const attempts = (await Promise.all(orderIds.map((orderId) => attemptsOf(orderId, step)))).flat();
      const turnedAway = attempts.filter(({ awaits }) => awaits?.circuitIsOpen);
      expect(turnedAway.length).toBeGreaterThan(0);
      expect(turnedAway.filter(({ at }) => at > closedAt)).toEqual([]);
      for (const orderId of orderIds) {
        expect(await statesEntered(orderId)).toEqual([
          'ReserveInventory',
          'ChargePayment',
          'BookShipment',
          'ConfirmOrder',
        ]);
      }
    },
  );

  it('leaves books that agree, and none of its orders among the dead letters', async () => {
    const books = await quietBooks();

    expect(checkBooks(books)).toEqual([]);
    expect(books.deadLettered.filter((orderId) => waited.includes(orderId))).toEqual([]);
  });
});
