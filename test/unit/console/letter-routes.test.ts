import '../../support/intake/quiet';
import { createLetterDesk } from '../../../console/dead-letters/letter-desk';
import { addDeadLetters, type LetterRoutes } from '../../../console/dead-letters/routes';
import type { OrderStanding } from '../../../lambdas/ports/order-standing';
import { servePages } from '../../support/console/pages-in-process';
import { createDesk, deadLetter } from '../../support/dead-letters/letter-mother';
import { orderIdNumber } from '../../support/intake/order-mother';

/** Sends the form that archives a letter, and tells what was said and what is left. */
async function archiveOf(stands: OrderStanding['stands'], body: object) {
  const { queue, actions, findStanding, triage, treat, clock } = createDesk({ [orderIdNumber(1)]: { stands } });
  queue.bury(deadLetter(1));
  const said: string[] = [];
  const pages = await servePages((app, around) =>
    addDeadLetters(app, {
      ...around,
      ...{ queues: [queue], findStanding, actions },
      desk: createLetterDesk({ triage, treat, clock }),
      flashes: { say: (_reply, { text }) => void said.push(text), isSaid: () => false, take: () => undefined },
      counter: { inc: () => {} } as unknown as LetterRoutes['counter'],
    }),
  );
  try {
    const answer = await pages.ask('/dead-letters/letters/letter-1/archive', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    await answer.text();
    const [{ by, bySubject } = {}] = actions.all;
    return { status: answer.status, said: said.at(-1), left: queue.letters.length, by, bySubject };
  } finally {
    await pages.end();
  }
}

describe('The archive of a dead letter', () => {
  const reason = 'a test';

  it('refuses one whose order waits, unless it is said that nothing will carry that', async () => {
    expect(await archiveOf('not started', { reason })).toMatchObject({
      status: 303,
      said: 'That was not done: its order is not started: nothing will carry this order then, and that has to be confirmed.',
      left: 1,
    });
    expect(await archiveOf('not started', { reason, abandoned: 'on' })).toMatchObject({
      status: 303,
      said: '1 letter archived.',
      left: 0,
    });
  });

  it('asks no more than why of one that nobody waits for', async () => {
    expect(await archiveOf('final', { reason })).toMatchObject({ left: 0, by: 'ada', bySubject: 'ada-1' });
    expect(await archiveOf('final', {})).toMatchObject({
      said: 'That was not done: say why nobody waits for it.',
      left: 1,
    });
  });
});
