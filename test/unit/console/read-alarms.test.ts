import { createReadAlarms } from '../../../console/overview/read-alarms';
import type { AlarmReading } from '../../../lambdas/ports/alarm-reader';

const START = Date.parse('2026-03-01T12:00:00.000Z');

const reading = (id: string, rings: boolean): AlarmReading => ({
  id,
  state: rings ? 'ALARM' : 'OK',
  rings,
  description: `${id} is wrong. Customers: they wait. Runbook: docs/runbooks/drift.md`,
  points: [],
});

/** Alarms that answer when they are told to, over a clock that is set. */
function alarmsInHand() {
  const questions: PromiseWithResolvers<readonly AlarmReading[]>[] = [];
  let now = START;
  const look = createReadAlarms({
    alarms: {
      read() {
        const question = Promise.withResolvers<readonly AlarmReading[]>();
        questions.push(question);
        return question.promise;
      },
    },
    clock: { now: () => new Date(now) },
    patienceMs: 1,
  });
  return {
    look,
    questions,
    pass(ms: number) {
      now += ms;
    },
  };
}

describe('What the overview knows of alarms', () => {
  it('is which ring, of how many, and when that was so', async () => {
    const { look, questions } = alarmsInHand();
    const figures = look();
    questions[0]?.resolve([reading('Drift', true), reading('Stuck', false)]);

    expect(await figures).toEqual({
      at: '2026-03-01T12:00:00.000Z',
      all: 2,
      ringing: [{ name: 'Drift', what: 'Drift is wrong', customers: 'they wait', runbook: { name: 'drift.md' } }],
    });
  });

  it('keeps nobody waiting for a slow answer, and says after a while that there is none', async () => {
    const { look, questions, pass } = alarmsInHand();

    await expect(look()).rejects.toThrow('still asking');
    pass(11_000);
    await expect(look()).rejects.toThrow('nobody answers how the alarms are');
    expect(questions).toHaveLength(1);

    questions[0]?.resolve([]);
    await expect(look()).resolves.toMatchObject({ all: 0 });
  });

  it('asks again after half a minute, and shows the last answer until the next is there', async () => {
    const { look, questions, pass } = alarmsInHand();
    const first = look();
    questions[0]?.resolve([]);
    await first;

    pass(29_000);
    await look();
    expect(questions).toHaveLength(1);
    pass(1_000);
    await expect(look()).resolves.toMatchObject({ all: 0 });
    expect(questions).toHaveLength(2);
    questions[1]?.resolve([reading('Drift', true)]);
    await questions[1]?.promise;
    await expect(look()).resolves.toMatchObject({ all: 1, at: '2026-03-01T12:00:30.000Z' });
  });

  it('does not pass off an old answer as one of now', async () => {
    const { look, questions, pass } = alarmsInHand();
    const first = look();
    questions[0]?.resolve([]);
    await first;

    pass(60_000);
    await look();
    questions[1]?.reject(new Error('not authorized to DescribeAlarms'));
    await questions[1]?.promise.catch(() => undefined);
    pass(121_000);
    const late = look();
    questions[2]?.reject(new Error('not authorized to DescribeAlarms'));

    await expect(late).rejects.toThrow('not authorized to DescribeAlarms');
  });
});
