import '../../../support/intake/quiet';
import fc from 'fast-check';
import type { OperatedQueue } from '../../../../lambdas/operations/dead-letters/redrivable-queues';
import { createTreatLetters, type Treatment } from '../../../../lambdas/operations/dead-letters/treat-letters';
import { CrashPoint, crashPointsOf } from '../../../support/crash-point';
import { createDesk, deadLetter, deadLetters } from '../../../support/dead-letters/letter-mother';
import { breakOnce } from '../../../support/intake/break-once';

const by = 'ada';
const replay: Treatment = { kind: 'replay' };
const archive: Treatment = { kind: 'archive', reason: 'nobody waits for it' };
const BOTH: readonly Treatment[] = [replay, archive];
const orderIdOf = (body: string): string => JSON.parse(body).orderId;

async function deskWith(count: number) {
  const desk = createDesk();
  desk.queue.bury(...deadLetters(count));
  return { ...desk, letters: await desk.triage() };
}

/** The desk of somebody whose process dies at a point. */
const dyingDesk = ({ queue, actions, clock }: Awaited<ReturnType<typeof deskWith>>, point: CrashPoint) => {
  const dying: OperatedQueue = {
    name: queue.name,
    kind: queue.kind,
    source: point.around(queue.source),
    deadLetters: point.around(queue.deadLetters),
  };
  return createTreatLetters({ queues: [dying], actions: point.around(actions), clock });
};

describe('Treating dead letters', () => {
  it('sends each back once, with its trace and a count, and leaves none', async () => {
    const desk = createDesk();
    desk.queue.bury(deadLetter(1, { replays: 2, traceHeader: 'Root=1-2-3' }), deadLetter(2));

    const outcomes = await desk.treat({ letters: await desk.triage(), treatment: replay, by });

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect(desk.queue.letters).toEqual([]);
    expect(desk.queue.sent).toEqual([
      { body: deadLetter(1).body, replays: 3, traceHeader: 'Root=1-2-3' },
      { body: deadLetter(2).body, replays: 1, traceHeader: undefined },
    ]);
  });

  it('writes down who did what, when, and how it ended', async () => {
    const { treat, letters, actions, clock } = await deskWith(1);

    await treat({ letters, treatment: replay, by });

    expect(actions.all).toMatchObject([
      { kind: 'replay', by: 'ada', at: clock.now().toISOString(), letterId: 'letter-1', outcome: 'done', replays: 1 },
    ]);
  });

  it('touches only what it was given, and lets the others be seen at once', async () => {
    const { treat, letters, queue } = await deskWith(25);

    await treat({ letters: letters.slice(3, 5), treatment: replay, by });

    expect(queue.sent.map(({ body }) => body)).toEqual([deadLetter(4).body, deadLetter(5).body]);
    expect(queue.visible).toHaveLength(23);
  });

  it('keeps an archived message with the reason, and sends nothing', async () => {
    const { treat, letters, queue, actions } = await deskWith(1);

    await treat({ letters, treatment: archive, by });

    expect([queue.letters, queue.sent]).toEqual([[], []]);
    expect(actions.all).toMatchObject([
      { kind: 'archive', reason: 'nobody waits for it', body: deadLetter(1).body, outcome: 'done' },
    ]);
  });

  it('sends an edited payload and keeps the one that it replaces', async () => {
    const { treat, letters, queue, actions } = await deskWith(1);

    await treat({ letters, treatment: { kind: 'edit-and-replay', body: '{"new":1}' }, by });

    expect(queue.sent).toMatchObject([{ body: '{"new":1}', replays: 1 }]);
    expect(actions.all).toMatchObject([{ body: deadLetter(1).body }]);
  });

  it('does nothing that it could not write down first', async () => {
    const { letters, queue, actions, clock } = await deskWith(1);
    const treat = createTreatLetters({
      queues: [queue],
      actions: breakOnce(actions, 'record', { when: 'before' }),
      clock,
    });

    const outcomes = await treat({ letters, treatment: replay, by });

    expect(outcomes).toMatchObject([{ outcome: 'failed' }]);
    expect(queue.sent).toEqual([]);
    expect(queue.visible).toHaveLength(1);
  });

  it('goes on with the others when one cannot be sent, and says why', async () => {
    const desk = await deskWith(3);
    const { queue, actions, clock, letters } = desk;
    const broken = { ...queue, name: queue.name, source: breakOnce(queue.source, 'send', { when: 'before' }) };
    const treat = createTreatLetters({ queues: [{ ...broken, deadLetters: queue.deadLetters }], actions, clock });

    const outcomes = await treat({ letters, treatment: replay, by });

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['failed', 'done', 'done']);
    expect(outcomes[0]?.why).toBe('Error: send broke');
    expect(queue.visible.map(({ id }) => id)).toEqual(['letter-1']);
    expect(actions.all.map(({ outcome }) => outcome)).toEqual(['failed', 'done', 'done']);
  });

  it('says what it did although it cannot let go of another letter, which comes back by itself', async () => {
    const { queue, actions, clock, letters } = await deskWith(2);
    const deadLetters = breakOnce(queue.deadLetters, 'release', { when: 'before' });
    const { name, kind, source } = queue;
    const treat = createTreatLetters({ queues: [{ name, kind, source, deadLetters }], actions, clock });

    const outcomes = await treat({ letters: letters.slice(0, 1), treatment: replay, by });

    expect(outcomes).toMatchObject([{ letterId: 'letter-1', outcome: 'done' }]);
    queue.letHoldsRunOut();
    expect(queue.visible.map(({ id }) => id)).toEqual(['letter-2']);
  });

  it('says of a letter that somebody else has that it was not to be had', async () => {
    const { treat, letters, queue } = await deskWith(2);
    const [held] = await queue.deadLetters.take(600);

    const outcomes = await treat({ letters: letters.slice(0, 1), treatment: replay, by });

    expect(held?.letter.id).toBe('letter-1');
    expect(outcomes).toMatchObject([{ letterId: 'letter-1', outcome: 'not found' }]);
  });

  it('holds a letter anew before it works on it, and lets go of one that somebody else may have', async () => {
    const { treat, letters, queue, clock } = await deskWith(12);

    // Each letter takes so long that the holds of a page run out before its end.
    const outcomes = await treat({
      letters,
      treatment: replay,
      by,
      pace: async () => clock.advance(9_000),
    });

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(letters.map(() => 'done'));
    expect(queue.sent).toHaveLength(12);
    expect(queue.letters).toEqual([]);
  });

  it('ends after the letter that it is at when it is interrupted', async () => {
    const { treat, letters, queue } = await deskWith(5);
    const interruption = new AbortController();

    await treat({
      letters,
      treatment: replay,
      by,
      signal: interruption.signal,
      onOutcome: () => interruption.abort(),
    });

    expect(queue.sent).toHaveLength(1);
    expect(queue.visible).toHaveLength(4);
  });

  it.each(BOTH)('row 19: loses no letter and no effect, wherever its process dies ($kind)', async (treatment) => {
    const rehearsal = new CrashPoint();
    const desk = await deskWith(3);
    await dyingDesk(desk, rehearsal)({ letters: desk.letters, treatment, by });
    expect(rehearsal.calls).toBeGreaterThanOrEqual(10);

    for (const point of crashPointsOf(rehearsal.calls)) {
      const { queue, actions, letters, ...rest } = await deskWith(3);
      await dyingDesk({ queue, actions, letters, ...rest }, point)({ letters, treatment, by }).catch(() => {});
      const kept = () => [
        ...queue.letters.map(({ body }) => orderIdOf(body)),
        ...queue.sent.map(({ body }) => orderIdOf(body)),
        ...actions.all.flatMap((action) =>
          'body' in action && action.body !== undefined ? orderIdOf(action.body) : [],
        ),
      ];
      expect(new Set(kept()).size).toBe(3);

      queue.letHoldsRunOut();
      await rest.treat({ letters: await rest.triage(), treatment, by });

      expect(queue.letters).toEqual([]);
      expect(new Set(kept()).size).toBe(3);
      // A message that went twice is the one that was being sent, and has its effect once.
      expect(queue.sent.length).toBeLessThanOrEqual(4);
    }
  });

  it('row 19: loses nothing through any number of deaths and tools at work at the same time', async () => {
    const deaths = fc.array(fc.record({ at: fc.integer({ min: 1, max: 40 }), after: fc.boolean() }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 30 }), deaths, fc.boolean(), async (count, points, together) => {
        const desk = await deskWith(count);
        const dying = points.map(({ at, after }) => new CrashPoint(at, after ? 'after' : 'before'));
        const runs = dying.map(
          (point) => () => dyingDesk(desk, point)({ letters: desk.letters, treatment: replay, by }).catch(() => {}),
        );
        if (together) {
          await Promise.all(runs.map((run) => run()));
        } else {
          for (const run of runs) {
            await run();
          }
        }

        desk.queue.letHoldsRunOut();
        await desk.treat({ letters: await desk.triage(), treatment: replay, by });

        expect(desk.queue.letters).toEqual([]);
        expect(new Set(desk.queue.sent.map(({ body }) => orderIdOf(body))).size).toBe(count);
        expect(desk.queue.sent.length).toBeLessThanOrEqual(count + points.length);
      }),
      { numRuns: 200 },
    );
  });
});
