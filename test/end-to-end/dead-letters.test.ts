import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkBooks } from '../../lambdas/domain/books/check-books';
import type { AssessedLetter } from '../../lambdas/operations/dead-letters/assess';
import type { LetterGroup } from '../../lambdas/operations/dead-letters/group';
import type { QueueState } from '../../lambdas/operations/dead-letters/list-queues';
import { orderOf } from '../../localstack/main-job/scenarios';
import type { Shop } from '../../localstack/main-job/shop';
import { deadLetterMother } from '../support/dead-letters/dead-letter-mother';
import { newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { quietBooks } from '../support/end-to-end/quiet-books';
import { cliAnswer, runCli } from '../support/end-to-end/run-cli';

jest.setTimeout(1_200_000);

/** `npm run test:dead-letters` makes it 200; in between a tenth shows the same. */
const LETTERS = Number(process.env['DEAD_LETTERS'] ?? 20);
const KILLS = 2;
const COUNTS = {
  transient: LETTERS * 0.5,
  poison: LETTERS * 0.2,
  finished: LETTERS * 0.15,
  oldVersion: LETTERS * 0.15,
};
interface Listing {
  readonly queues: readonly QueueState[];
  readonly letters: readonly AssessedLetter[];
}

const list = () => cliAnswer<Listing>('dead-letters', 'list');
const listNew = async (before: ReadonlySet<string>): Promise<Listing> => {
  const listing = await list();
  return { ...listing, letters: listing.letters.filter(({ letter }) => !before.has(letter.id)) };
};

/** What a killed tool was holding comes back by itself. */
const untilNoneIsHeld = () =>
  eventually(
    async () => (await list()).queues.reduce((sum, { held }) => sum + held, 0),
    (held) => held === 0,
  );

/** Orders of customers who know nothing of dead letters, one after the other. */
function startFlow(shop: Shop) {
  const orderIds: string[] = [];
  let isFlowing = true;
  const flow = (async () => {
    while (isFlowing) {
      const { status, orderId } = await shop.place(orderOf());
      orderIds.push(...(status === 202 && orderId !== undefined ? [orderId] : []));
      await sleep(500);
    }
  })();
  return {
    orderIds,
    stop: () => {
      isFlowing = false;
      return flow;
    },
  };
}

const times = <T>(count: number, make: () => Promise<T>): Promise<readonly T[]> =>
  Promise.all(Array.from({ length: Math.round(count) }, make));

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'letters-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('Dead letters of the local cloud', () => {
  it(`row 19: ${LETTERS} mixed ones are given back while orders flow, through two kills, and the books agree`, async () => {
    const customer = newCustomer();
    const mother = deadLetterMother(customer);
    const { shop } = customer;
    const before = new Set((await list()).letters.map(({ letter }) => letter.id));

    const finished = await times(COUNTS.finished, mother.finished);
    const [transient, repaired] = await Promise.all([
      times(COUNTS.transient, mother.transient),
      times(COUNTS.oldVersion, mother.oldVersion),
      times(COUNTS.poison, mother.poison),
    ]);
    for (const { orderId, bury } of finished) {
      await eventually(
        () => shop.find(orderId),
        ({ status }) => status === 'CONFIRMED',
        { withinMs: 180_000 },
      );
      await bury();
    }
    // A consumer that heard no answer buries poison twice, so there may be more letters than messages.
    const messagesOf = (letters: readonly AssessedLetter[]) => new Set(letters.map(({ letter }) => letter.body)).size;
    const { letters } = await eventually(
      () => listNew(before),
      ({ queues, letters: found }) =>
        messagesOf(found) >= LETTERS && queues.every(({ waiting, inFlight }) => waiting + inFlight === 0),
      { withinMs: 180_000 },
    );

    // Triage: each kind is told from the others, with its reason.
    const verdictsOf = (ids: readonly (string | undefined)[]) =>
      new Set(
        letters.filter(({ orderId }) => ids.includes(orderId)).map(({ verdict, because }) => `${verdict}: ${because}`),
      );
    // On a busy machine, what flows may have been given up as well.
    expect(messagesOf(letters)).toBeGreaterThanOrEqual(LETTERS);
    expect(verdictsOf(transient)).toEqual(new Set(['safe to replay: its order waits for it']));
    expect(verdictsOf(finished.map(({ orderId }) => orderId))).toEqual(
      new Set(['needs a look: its order is CONFIRMED already']),
    );
    expect(verdictsOf(repaired.map(({ orderId }) => orderId))).toEqual(
      new Set([
        'needs a look: as it is it can never succeed, malformed at schemaVersion (should be 1, got 0): repair it, its order waits',
      ]),
    );
    expect(verdictsOf([undefined])).toEqual(new Set(['needs a look: it can never succeed: not JSON']));
    const groups = await cliAnswer<readonly LetterGroup[]>('dead-letters', 'groups');
    expect(groups.find(({ failedWith }) => failedWith.includes('Step Functions is unavailable'))).toMatchObject({
      count: COUNTS.transient,
      safeToReplay: COUNTS.transient,
    });

    // A dry run changes nothing.
    const dryRun = await cliAnswer<{ planned: readonly AssessedLetter[] }>(
      'dead-letters',
      'replay',
      '--all',
      '--dry-run',
    );
    expect(dryRun.planned.filter(({ orderId }) => transient.includes(orderId ?? ''))).toHaveLength(COUNTS.transient);
    const known = new Set(letters.map(({ letter }) => letter.id));
    const after = (await listNew(before)).letters.filter(({ letter }) => known.has(letter.id)); // others may have come
    expect(after.map(({ letter }) => letter).sort(byId)).toEqual(letters.map(({ letter }) => letter).sort(byId));

    // The replay, while orders flow, killed after a quarter and again after another one.
    const flow = startFlow(shop);
    const replay = ['dead-letters', 'replay', '--all', '--yes', '--rate', '10'];
    try {
      for (let kill = 0; kill < KILLS; kill += 1) {
        const killed = await runCli(replay, { isToBeKilled: (said) => linesOf(said) >= COUNTS.transient / 4 });
        expect(killed.code).toBeNull();
        await untilNoneIsHeld();
      }
      expect(await runCli(replay)).toMatchObject({ code: 0, stdout: expect.stringContaining(', 0 failed') });
    } finally {
      await flow.stop();
    }

    // What needed a look: repaired, replayed by name, archived.
    const idsOf = (orderId: string | undefined): readonly string[] =>
      letters.filter((letter) => letter.orderId === orderId).map(({ letter }) => letter.id);
    const settled: string[] = [...idsOf(undefined)];
    for (const message of repaired) {
      const [first = '', ...copies] = idsOf(message.orderId);
      const payload = path.join(folder, `${message.orderId}.json`);
      writeFileSync(payload, JSON.stringify(message));
      await cliAnswer('dead-letters', 'edit-and-replay', first, '--payload', payload, '--yes');
      settled.push(...copies);
    }
    // A replay that is killed between sending a letter and deleting it leaves it there, and its order may have ended since.
    const left = (await listNew(before)).letters.filter(({ orderId }) => transient.includes(orderId ?? ''));
    expect(left.length).toBeLessThanOrEqual(KILLS);
    settled.push(...left.map(({ letter }) => letter.id));
    const [looked = '', ...others] = finished.flatMap(({ orderId }) => idsOf(orderId));
    await cliAnswer('dead-letters', 'replay', '--id', looked, '--yes');
    settled.push(...others);
    const archive = [
      'dead-letters',
      'archive',
      ...settled,
      '--reason',
      'nobody waits for it',
      '--abandon-orders',
      '--yes',
    ];
    await cliAnswer(...archive);

    // Nothing is left, nothing is lost, nothing happened twice.
    expect((await listNew(before)).letters).toEqual([]);
    const books = await quietBooks({ withStates: true });
    expect(checkBooks(books)).toEqual([]);
    const orderIds = [
      ...transient,
      ...repaired.map(({ orderId }) => orderId),
      ...finished.map(({ orderId }) => orderId),
      ...flow.orderIds,
    ];
    const ofOurs = <T extends { readonly orderId: string }>(entries: readonly T[]) =>
      entries.filter(({ orderId }) => orderIds.includes(orderId));
    expect(ofOurs(books.orders).map(({ status }) => status)).toEqual(orderIds.map(() => 'CONFIRMED'));
    expect(ofOurs(books.executions)).toHaveLength(orderIds.length);
    expect(ofOurs(books.payments).map(({ captures }) => captures)).toEqual(orderIds.map(() => 1));
  });
});

const linesOf = (text: string): number => text.split('\n').length - 1;
const byId = (a: { readonly id: string }, b: { readonly id: string }): number => (a.id < b.id ? -1 : 1);
