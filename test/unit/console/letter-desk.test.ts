import '../../support/intake/quiet';
import { createLetterDesk } from '../../../console/dead-letters/letter-desk';
import { createAssess } from '../../../lambdas/operations/dead-letters/assess';
import { createTriage } from '../../../lambdas/operations/dead-letters/triage';
import { createDesk, deadLetters } from '../../support/dead-letters/letter-mother';

/** A desk over twenty letters, and how many of them have been explained at the same time. */
function busyDesk() {
  const { queue, history, treat, clock } = createDesk();
  queue.bury(...deadLetters(20));
  let now = 0;
  let most = 0;
  const assess = createAssess({
    history,
    async findStanding() {
      now += 1;
      most = Math.max(most, now);
      await new Promise(setImmediate);
      now -= 1;
      return { stands: 'not started' };
    },
  });
  const desk = createLetterDesk({ triage: createTriage({ queues: [queue], assess }), treat, clock });
  return { desk, clock, mostAtOnce: () => most };
}

describe('The desk of dead letters', () => {
  it('looks at them without haste as long as nothing depends on it, so that it holds up no other page', async () => {
    const { desk, mostAtOnce } = busyDesk();

    expect((await desk.latest()).letters).toHaveLength(20);
    expect(mostAtOnce()).toBe(3);
  });

  it('looks as fast as it can when somebody is about to do something', async () => {
    const { desk, mostAtOnce } = busyDesk();

    expect((await desk.lookNow()).letters).toHaveLength(20);
    expect(mostAtOnce()).toBe(10);
  });
});
