import '../../support/intake/quiet';
import { createLetterDesk } from '../../../console/dead-letters/letter-desk';
import { addDeadLetters, type LetterRoutes } from '../../../console/dead-letters/routes';
import type { OrderStanding } from '../../../lambdas/ports/order-standing';
import { servePages } from '../../support/console/pages-in-process';
import { createDesk, deadLetter } from '../../support/dead-letters/letter-mother';
import { InMemoryIntake } from '../../support/intake/in-memory-intake';
import { intakeRecord, orderIdNumber, orderMessage } from '../../support/intake/order-mother';

/** Sends a form of a letter's page, and tells what was said and what is left. */
async function send(form: 'archive' | 'edit', stands: OrderStanding['stands'], body: object) {
  const { queue, actions, findStanding, triage, treat, clock } = createDesk({ [orderIdNumber(1)]: { stands } });
  queue.bury(deadLetter(1));
  const intake = new InMemoryIntake();
  await intake.putIfNew(intakeRecord(PLACED));
  const said: string[] = [];
  const pages = await servePages((app, around) =>
    addDeadLetters(app, {
      ...around,
      ...{ queues: [queue], findStanding, intake, actions },
      desk: createLetterDesk({ triage, treat, clock }),
      flashes: { say: (_reply, { text }) => void said.push(text), isSaid: () => false, take: () => undefined },
      counter: { inc: () => {} } as unknown as LetterRoutes['counter'],
    }),
  );
  try {
    const answer = await pages.ask(`/dead-letters/letters/letter-1/${form}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const page = await answer.text();
    const [{ by, bySubject } = {}] = actions.all;
    return { status: answer.status, page, said: said.at(-1), left: queue.letters.length, by, bySubject };
  } finally {
    await pages.end();
  }
}

const PLACED = orderMessage({ orderId: orderIdNumber(1) });
const archiveOf = (stands: OrderStanding['stands'], body: object) => send('archive', stands, body);

describe('The edit of a dead letter', () => {
  it('is held against what the customer placed, and shown again with what should be there', async () => {
    const payload = (changes: object) => JSON.stringify({ ...PLACED, ...changes });

    const refused = await send('edit', 'not started', { payload: payload({ customerId: 'customer-2' }) });
    expect(refused).toMatchObject({ status: 200, left: 1, by: undefined });
    expect(refused.page).toContain('something else at customerId (should be &quot;customer-1&quot;)');
    expect(await send('edit', 'not started', { payload: payload({}) })).toMatchObject({ status: 303, left: 0 });
  });
});

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
