import '../../../support/intake/quiet';
import {
  DependencyUnavailableError,
  RECORDING_RETURNED_REFUND,
  StepOutOfOrderError,
} from '../../../../lambdas/domain/failures';
import { MOST_REPLAYS } from '../../../../lambdas/operations/dead-letters/bounds';
import { refusalOfArchive } from '../../../../lambdas/operations/dead-letters/check-archive';
import { refusalOfEdit } from '../../../../lambdas/operations/dead-letters/check-edit';
import { classify } from '../../../../lambdas/operations/dead-letters/classify';
import { createFindStanding } from '../../../../lambdas/operations/dead-letters/find-standing';
import { groupLetters } from '../../../../lambdas/operations/dead-letters/group';
import { createListQueues } from '../../../../lambdas/operations/dead-letters/list-queues';
import { planReplay } from '../../../../lambdas/operations/dead-letters/plan-replay';
import type { IntakeRecord, IntakeStore } from '../../../../lambdas/ports/intake-store';
import type { OrderStanding } from '../../../../lambdas/ports/order-standing';
import { describeFailure } from '../../../../lambdas/runtime/describe-failure';
import { createDesk, deadLetter, deadLetters } from '../../../support/dead-letters/letter-mother';
import { InMemoryIntake } from '../../../support/intake/in-memory-intake';
import { intakeRecord, ORDER_ID, orderIdNumber, orderMessage, orderView } from '../../../support/intake/order-mother';

const ORDER = orderIdNumber(1);
const standing = (stands: OrderStanding['stands'], status?: OrderStanding['status']) => ({
  [ORDER]: status === undefined ? { stands } : { stands, status },
});

async function assessed(letter = deadLetter(), standings: Readonly<Record<string, OrderStanding>> = {}) {
  const desk = createDesk(standings);
  desk.queue.bury(letter);
  const [found] = await desk.triage();
  if (found === undefined) {
    throw new Error('the letter was not found');
  }
  return found;
}

describe('Triage of dead letters', () => {
  it.each([
    { standings: standing('not started'), verdict: 'safe to replay', because: 'its order waits for it' },
    {
      standings: standing('under way', 'CHARGED'),
      verdict: 'safe to replay',
      because: 'its order is under way, and the replay changes nothing',
    },
    { standings: standing('final', 'REJECTED'), verdict: 'needs a look', because: 'its order is REJECTED already' },
    { standings: standing('final'), verdict: 'needs a look', because: 'its order is final already' },
    {
      standings: standing('repair', 'NEEDS_REPAIR'),
      verdict: 'needs a look',
      because: 'its order needs repair, which a replay does not do',
    },
    { standings: standing('unknown'), verdict: 'needs a look', because: 'no such order was accepted' },
  ])('finds that a letter $verdict when $because', async ({ standings, verdict, because }) => {
    expect(await assessed(deadLetter(), standings)).toMatchObject({ orderId: ORDER, verdict, because });
  });

  it.each<[OrderStanding['stands'], string]>([
    ['under way', 'yes'],
    ['final', 'yes'],
    ['repair', 'yes'],
    ['unknown', 'by id'],
  ])('finds that news of an order that is %s may be told: %s', (stands, replayable) => {
    const news = { kind: 'read', message: 'orderEvent', orderId: ORDER, writtenIn: 1, version: 1 } as const;

    expect(classify(news, { stands }, deadLetter()).replayable).toBe(replayable);
  });

  it.each<[OrderStanding['stands'], string, string]>([
    ['repair', RECORDING_RETURNED_REFUND, 'by id'],
    ['under way', RECORDING_RETURNED_REFUND, 'by id'],
    ['final', RECORDING_RETURNED_REFUND, 'yes'],
    ['repair', 'looking at a refund by hand', 'yes'],
  ])('finds of an event of the provider, with its order %s, that failed in %s: %s', (stands, step, replayable) => {
    const news = { kind: 'read', message: 'paymentEvent', orderId: ORDER, writtenIn: 1, version: 1 } as const;
    const { errorName, message } = describeFailure(new StepOutOfOrderError(step, 'still being undone'));
    const failedWith = `${errorName}: ${message}`;

    expect(classify(news, { stands }, { ...deadLetter(), failedWith }).replayable).toBe(replayable);
  });

  it.each([
    { reason: 'malformed at lines.7.sku', verdict: 'safe to replay', because: 'its order waits for it' },
    { reason: 'not JSON', verdict: 'safe to replay', because: 'its order waits for it' },
    {
      reason: 'money was taken by a stranger',
      verdict: 'needs a look',
      because: 'its consumer gave it up: money was taken by a stranger',
    },
  ])('finds that a letter that can be read and was buried as $reason $verdict', async ({ reason, ...expected }) => {
    expect(await assessed(deadLetter(1, { reason }))).toMatchObject(expected);
  });

  it.each([
    { body: 'Ada Lovelace', because: 'it can never succeed: not JSON' },
    {
      body: '{"orderId":"x"}',
      because:
        'it can never succeed: malformed at schemaVersion (should be 1, got nothing), orderId (should be uuid, got text), customerId (should be string, got nothing), lines (should be array, got nothing), acceptedAt (should be string, got nothing)',
    },
    {
      body: JSON.stringify({ ...orderMessage({ orderId: ORDER }), schemaVersion: 0 }),
      standings: standing('unknown'),
      because: 'it can never succeed: malformed at schemaVersion (should be 1, got 0)',
    },
    {
      body: JSON.stringify({ ...orderMessage({ orderId: ORDER }), schemaVersion: 0 }),
      because:
        'as it is it can never succeed, malformed at schemaVersion (should be 1, got 0): repair it, its order waits',
    },
    {
      body: JSON.stringify({ ...orderMessage({ orderId: ORDER }), lines: [{ sku: 'TEA', quantity: 0 }] }),
      standings: standing('under way', 'CHARGED'),
      because:
        'as it is it can never succeed, malformed at lines.0.quantity (should be at least 1, got 0): repair it, its order is under way',
    },
  ])('finds that $because', async ({ body, because, standings }) => {
    expect(await assessed(deadLetter(1, { body }), standings)).toMatchObject({ replayable: 'no', because });
  });

  it.each<[OrderStanding['stands'], boolean]>([
    ['not started', true],
    ['under way', true],
    ['final', false],
    ['repair', false],
    ['unknown', false],
  ])('of a letter whose order is %s says that somebody waits for it: %s', async (stands, isAwaited) => {
    const letter = await assessed(deadLetter(), standing(stands));

    expect(refusalOfArchive(letter, { isAbandoned: false }) !== undefined).toBe(isAwaited);
    expect(refusalOfArchive(letter, { isAbandoned: true })).toBeUndefined();
  });

  it('refuses a loop: what came back five times is not sent a sixth', async () => {
    const last = await assessed(deadLetter(1, { replays: MOST_REPLAYS - 1 }));
    const over = await assessed(deadLetter(1, { replays: MOST_REPLAYS }));

    expect([last.replayable, over.replayable]).toEqual(['yes', 'no']);
    expect(planReplay([over], { kind: 'ids', ids: ['letter-1'] }).replay).toEqual([]);
  });

  it('explains a letter by the failures of its message', async () => {
    const desk = createDesk();
    desk.queue.bury(deadLetter());
    const failure = describeFailure(new DependencyUnavailableError('Step Functions'));
    for (const attempt of [1, 2, 3]) {
      await desk.history.record({
        queue: 'orders',
        consumer: 'start-saga',
        messageId: 'letter-1',
        orderId: ORDER,
        ...failure,
        attempt,
        at: '2026-03-01T12:00:00.000Z',
      });
    }

    const [letter] = await desk.triage();

    expect(letter?.failedWith).toBe('DependencyUnavailableError: Step Functions is unavailable');
    expect(letter?.failures.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it('explains a buried letter by the reason that it carries, and groups it with its like', async () => {
    const desk = createDesk();
    desk.queue.bury(
      deadLetter(1, { body: 'x', reason: 'not JSON' }),
      deadLetter(2, { body: 'y', reason: 'not JSON' }),
      deadLetter(3, { reason: 'malformed at lines.0.sku' }),
      deadLetter(4, { reason: 'malformed at lines.7.sku' }),
      deadLetter(5),
    );

    const groups = groupLetters(await desk.triage());

    expect(
      groups.map(({ failedWith, count, safeToReplay, needsALook }) => [failedWith, count, safeToReplay, needsALook]),
    ).toEqual([
      ['PoisonMessageError: not JSON', 2, 0, 2],
      ['PoisonMessageError: malformed at lines.0.sku', 2, 2, 0],
      ['not explained: its consumer died, or was never called', 1, 1, 0],
    ]);
  });

  it('looks without a trace: every letter can be had at once afterwards', async () => {
    const { queue, triage } = createDesk();
    queue.bury(...deadLetters(35));

    const letters = await triage();

    expect(letters.map(({ letter }) => letter)).toEqual(deadLetters(35));
    expect(queue.visible).toHaveLength(35);
    expect(queue.sent).toEqual([]);
  });

  it('counts what others hold, and tells the age of the oldest', async () => {
    const { queue, triage } = createDesk();
    queue.bury(...deadLetters(3));
    await queue.deadLetters.take(600);
    queue.bury(deadLetter(9), deadLetter(8));

    const [state] = await createListQueues({ queues: [queue] })(await triage());

    expect(state).toMatchObject({ queue: 'orders', deadLetters: 2, held: 3, oldestDeadLetter: deadLetter(8).sentAt });
  });
});

describe('A plan of replays', () => {
  const letters = () =>
    Promise.all([
      assessed(deadLetter(1)),
      assessed(deadLetter(2), { [orderIdNumber(2)]: { stands: 'final' } }),
      assessed(deadLetter(3, { body: 'x' })),
    ]);
  const idsOf = (all: readonly { readonly letter: { readonly id: string } }[]) => all.map(({ letter }) => letter.id);

  it('takes of everything only what is safe', async () => {
    const { replay, leave } = planReplay(await letters(), { kind: 'all' });

    expect([idsOf(replay), idsOf(leave)]).toEqual([['letter-1'], ['letter-2', 'letter-3']]);
  });

  it('takes of a group only what is safe, and nothing of others', async () => {
    const all = await letters();
    const { replay, leave } = planReplay(all, { kind: 'group', fingerprint: all[0]?.fingerprint ?? '' });

    expect([idsOf(replay), idsOf(leave)]).toEqual([['letter-1'], ['letter-2', 'letter-3']]);
    expect(planReplay(all, { kind: 'group', fingerprint: 'another' })).toMatchObject({
      replay: [],
      leave: [],
      missing: [],
    });
  });

  it('takes what was named although it needs a look, but never what cannot succeed', async () => {
    const ids = ['letter-2', 'letter-3', 'letter-4'];
    const { replay, leave, missing } = planReplay(await letters(), { kind: 'ids', ids });

    expect([idsOf(replay), idsOf(leave), missing]).toEqual([['letter-2'], ['letter-3'], ['letter-4']]);
  });
});

describe('An edited payload', () => {
  const payload = (changes: object = {}) => JSON.stringify({ ...orderMessage({ orderId: ORDER }), ...changes });
  const broken = deadLetter(1, { body: payload({ schemaVersion: 0 }) });
  const refusal = async (
    text: string,
    letter = broken,
    standings: Readonly<Record<string, OrderStanding>> = {},
    placed: Partial<IntakeRecord> | undefined = {},
  ) => {
    const intake = new InMemoryIntake();
    if (placed !== undefined) {
      await intake.putIfNew(intakeRecord({ ...orderMessage({ orderId: ORDER }), ...placed }));
    }
    const { findStanding } = createDesk(standings);
    return refusalOfEdit({ kind: 'order', letter: await assessed(letter, standings), findStanding, intake }, text);
  };

  it('takes the place of a broken one when it is sound', async () => {
    expect(await refusal(payload())).toBeUndefined();
    expect(await refusal(payload(), deadLetter(1, { body: 'no order in sight' }))).toBeUndefined();
  });

  it.each([
    [
      'is broken as well',
      payload({ lines: [] }),
      'the payload is malformed at lines (should be at least 1 long, got a list of 0)',
    ],
    [
      'is of another version',
      payload({ schemaVersion: 2 }),
      'the payload is malformed at schemaVersion (should be 1, got 2)',
    ],
    [
      'is of another order',
      payload({ orderId: orderIdNumber(2) }),
      `the payload should be of order ${ORDER}, got ${orderIdNumber(2)}`,
    ],
  ])('fails when it %s', async (_, text, why) => {
    expect(await refusal(text)).toBe(why);
  });

  const TOTAL = { amountMinor: 1998, currency: 'EUR' };
  const differs = 'the payload should say what the customer placed, and says something else at';

  it.each([
    ['belongs to another customer', { customerId: 'customer-2' }, 'customerId (should be "customer-1")'],
    [
      'has another quantity',
      { lines: [{ sku: 'TEA-1', quantity: 3 }] },
      'lines (should be [{"quantity":2,"sku":"TEA-1"}])',
    ],
    [
      'has another line',
      { lines: [...orderMessage().lines, { sku: 'POT-1', quantity: 1 }] },
      'lines (should be [{"quantity":2,"sku":"TEA-1"}])',
    ],
    ['expects a total that the customer did not name', { expectedTotal: TOTAL }, 'expectedTotal (should be left out)'],
    [
      'was accepted at another time',
      { acceptedAt: '2026-03-02T12:00:00.000Z' },
      'acceptedAt (should be "2026-03-01T12:00:00.000Z")',
    ],
    [
      'differs in more than one thing',
      { customerId: 'customer-2', lines: [{ sku: 'POT-1', quantity: 2 }] },
      'customerId (should be "customer-1"), lines (should be [{"quantity":2,"sku":"TEA-1"}])',
    ],
  ])('fails when it %s, and says what was placed', async (_, changes, why) => {
    expect(await refusal(payload(changes))).toBe(`${differs} ${why}`);
  });

  it('fails when it forgets or changes the total that the customer saw, and may restore it', async () => {
    const refusalFor = (changes: object) => refusal(payload(changes), broken, {}, { expectedTotal: TOTAL });
    const why = `${differs} expectedTotal (should be {"amountMinor":1998,"currency":"EUR"})`;

    expect(await refusalFor({})).toBe(why);
    expect(await refusalFor({ expectedTotal: { ...TOTAL, amountMinor: 998 } })).toBe(why);
    expect(await refusalFor({ expectedTotal: TOTAL })).toBeUndefined();
  });

  it('may restore what a broken one has lost of what was placed', async () => {
    const spoilt = deadLetter(1, { body: payload({ customerId: 'customer-2', lines: [], acceptedAt: 'yesterday' }) });

    expect(await refusal(payload(), spoilt)).toBeUndefined();
  });

  it('fails when the record of what was placed is gone, or cannot be read', async () => {
    const letter = await assessed(broken, standing('under way'));
    const { findStanding } = createDesk(standing('under way'));
    const refusalWith = (intake: Pick<IntakeStore, 'find'>) =>
      refusalOfEdit({ kind: 'order', letter, findStanding, intake }, payload());

    expect(await refusalWith(new InMemoryIntake())).toBe(
      `the record of what was accepted as order ${ORDER} is gone, and nothing can carry it without`,
    );
    await expect(
      refusalWith({ find: () => Promise.reject(new DependencyUnavailableError('intake table')) }),
    ).rejects.toThrow(DependencyUnavailableError);
  });

  it('fails when nobody has placed its order', async () => {
    expect(await refusal(payload(), broken, standing('unknown'))).toBe(`no order ${ORDER} was accepted`);
  });

  it('fails when the letter has come back too often, or is too long to be kept', async () => {
    const often = deadLetter(1, { body: broken.body, replays: MOST_REPLAYS });
    const long = deadLetter(1, { body: 'x'.repeat(400_000) });

    expect(await refusal(payload(), often)).toBe('the letter was replayed 5 times already');
    expect(await refusal(payload(), long)).toMatch(/^the letter has 400000 bytes, more than/);
  });
});

describe('How an order stands', () => {
  const away = { findOrder: () => Promise.reject(new Error('no way to the database')) };
  const nobody = { findOrder: async () => undefined };
  const execution = (status: 'RUNNING' | 'SUCCEEDED' | 'BROKEN' | undefined) => ({ statusOf: async () => status });

  it.each([
    { name: 'confirmed', orders: { findOrder: async () => orderView() }, status: undefined, stands: 'final' },
    {
      name: 'charged',
      orders: { findOrder: async () => orderView({ status: 'CHARGED' }) },
      status: undefined,
      stands: 'under way',
    },
    {
      name: 'in repair',
      orders: { findOrder: async () => orderView({ status: 'NEEDS_REPAIR' }) },
      status: undefined,
      stands: 'repair',
    },
    { name: 'running, database away', orders: away, status: 'RUNNING', stands: 'under way' },
    { name: 'ended, database away', orders: away, status: 'SUCCEEDED', stands: 'final' },
    { name: 'broken, no database', orders: undefined, status: 'BROKEN', stands: 'repair' },
    { name: 'accepted only', orders: nobody, status: undefined, stands: 'not started' },
  ] as const)('is $stands when it is $name', async ({ orders, status, stands }) => {
    const intake = new InMemoryIntake();
    await intake.putIfNew(intakeRecord());

    const find = createFindStanding({ orders, executions: execution(status), intake });

    expect(await find(ORDER_ID)).toMatchObject({ stands });
  });

  it('is unknown when nobody accepted it', async () => {
    const find = createFindStanding({ executions: execution(undefined), intake: new InMemoryIntake() });

    expect(await find(ORDER_ID)).toEqual({ stands: 'unknown' });
  });
});
