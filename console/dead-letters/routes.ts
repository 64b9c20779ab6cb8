import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { AssessedLetter } from '../../lambdas/operations/dead-letters/assess';
import { refusalOfArchive } from '../../lambdas/operations/dead-letters/check-archive';
import { refusalOfEdit } from '../../lambdas/operations/dead-letters/check-edit';
import { planReplay, type Selection } from '../../lambdas/operations/dead-letters/plan-replay';
import type { OperatedQueue } from '../../lambdas/operations/dead-letters/redrivable-queues';
import type { Treatment } from '../../lambdas/operations/dead-letters/treat-letters';
import type { Clock } from '../../lambdas/ports/clock';
import type { IntakeStore } from '../../lambdas/ports/intake-store';
import type { OperatorActions } from '../../lambdas/ports/operator-actions';
import type { FindStanding } from '../../lambdas/ports/order-standing';
import type { EventStreams, StreamEvent } from '../http/event-stream';
import { inTime, PAGE_PATIENCE_MS } from '../http/in-time';
import { csrfTokenFor, personOf, type ShowPage } from '../http/pages';
import type { Metrics } from '../metrics/metrics';
import { operatorsOnly } from '../sign-in/guard';
import { mayAct } from '../sign-in/operator';
import type { Flash, Flashes } from '../ui/flash';
import { plural } from '../ui/format';
import { html } from '../ui/html';
import type { Job, LetterDesk } from './letter-desk';
import { letterPage, type RefusedEdit } from './letter-page';
import { type Filter, jobPart, lettersPage, lettersPart, planPage } from './pages';

/** A job that takes longer goes on behind the page, which then follows it. */
const PATIENCE_MS = 2_000;
const FOLLOW_MS = 500;

export interface LetterRoutes {
  readonly desk: LetterDesk;
  readonly queues: readonly Pick<OperatedQueue, 'name' | 'kind'>[];
  readonly findStanding: FindStanding;
  readonly intake: Pick<IntakeStore, 'find'>;
  readonly actions: Pick<OperatorActions, 'actionsOn'>;
  readonly streams: EventStreams;
  readonly flashes: Flashes;
  readonly show: ShowPage;
  readonly clock: Clock;
  readonly counter: Metrics['acts'];
}

interface Query {
  readonly group?: string;
  readonly order?: string;
  readonly look?: string;
}
/** A box that is not ticked is not sent. */
interface ArchiveBody {
  readonly reason?: string;
  readonly abandoned?: string;
}
interface LetterPath {
  readonly Params: { readonly letterId: string };
}

export function addDeadLetters(app: FastifyInstance, routes: LetterRoutes): void {
  const { desk, queues, findStanding, intake, actions, streams, flashes, show, clock, counter } = routes;
  const acting = { preHandler: operatorsOnly(app) };

  app.get<{ Querystring: Query }>('/dead-letters', async (request, reply) => {
    const seen =
      request.query.look === undefined ? await inTime(desk.latest(), PAGE_PATIENCE_MS) : await desk.lookNow();
    return show(request, reply, lettersPage(seen, filterIn(request.query), desk.job, clock.now()));
  });

  app.get<{ Querystring: Query }>('/dead-letters/stream', { config: { isStream: true } }, (request, reply) =>
    streams.open(reply, (signal) => follow(filterIn(request.query), signal)),
  );

  async function* follow(filter: Filter, signal: AbortSignal): AsyncGenerator<StreamEvent> {
    while (!signal.aborted) {
      const { job } = desk;
      yield { kind: 'part', id: 'job', markup: html`${jobPart(job)}` };
      if (job?.hasEnded !== false) {
        const look = await desk.latest();
        yield { kind: 'part', id: 'letters', markup: lettersPart(look, filter, clock.now()) };
        yield { kind: 'end' };
        return;
      }
      await sleep(FOLLOW_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  app.get<{ Querystring: { readonly group?: string } }>('/dead-letters/replay', async (request, reply) => {
    const { group } = request.query;
    const { letters } = await desk.latest();
    const plan = planReplay(letters, selectionOf(group));
    const canAct = mayAct(personOf(request));
    const csrf = csrfTokenFor(request, reply);
    return show(request, reply, planPage(plan, { csrf, canAct, isOfOneCause: group !== undefined }));
  });

  app.post<{ Body: { readonly letters?: string } }>('/dead-letters/replay', acting, async (request, reply) => {
    const shown = new Set((request.body.letters ?? '').split(' ').filter((id) => id !== ''));
    const { letters } = await desk.lookNow();
    // Of those that the dry run has shown, the ones that are still there, and still safe.
    const replay = planReplay(letters, { kind: 'all' }).replay.filter(({ letter }) => shown.has(letter.id));
    return treatAndSay(request, reply, replay, { kind: 'replay' }, shown.size - replay.length);
  });

  app.get<LetterPath>('/dead-letters/letters/:letterId', async (request, reply) => {
    const letter = await find(request.params.letterId, desk.latest);
    return letter === undefined ? show(request, reply.code(404), GONE) : showLetter(request, reply, letter);
  });

  app.post<LetterPath>('/dead-letters/letters/:letterId/replay', acting, async (request, reply) => {
    const { letters } = await desk.lookNow();
    const { replay } = planReplay(letters, { kind: 'ids', ids: [request.params.letterId] });
    return treatAndSay(request, reply, replay, { kind: 'replay' });
  });

  app.post<LetterPath & { Body: ArchiveBody }>(
    '/dead-letters/letters/:letterId/archive',
    acting,
    async (request, reply) => {
      const letter = await find(request.params.letterId, desk.lookNow);
      const reason = (request.body.reason ?? '').trim();
      const isAbandoned = request.body.abandoned === 'on';
      const refusal =
        reason === '' ? 'say why nobody waits for it' : letter && refusalOfArchive(letter, { isAbandoned });
      return refusal === undefined
        ? treatAndSay(request, reply, letter === undefined ? [] : [letter], { kind: 'archive', reason })
        : refuse(reply, request.params.letterId, refusal);
    },
  );

  app.post<LetterPath & { Body: { readonly payload?: string } }>(
    '/dead-letters/letters/:letterId/edit',
    acting,
    async (request, reply) => {
      const letter = await find(request.params.letterId, desk.lookNow);
      const body = request.body.payload ?? '';
      const kind = queues.find(({ name }) => name === letter?.queue)?.kind;
      if (letter === undefined || kind === undefined) {
        return treatAndSay(request, reply, [], { kind: 'edit-and-replay', body });
      }
      const refusal = await refusalOfEdit({ kind, letter, findStanding, intake }, body);
      return refusal === undefined
        ? treatAndSay(request, reply, [letter], { kind: 'edit-and-replay', body })
        : showLetter(request, reply, letter, { body, why: refusal });
    },
  );

  async function find(id: string, look: LetterDesk['latest']): Promise<AssessedLetter | undefined> {
    const { letters } = await look();
    return letters.find(({ letter }) => letter.id === id);
  }

  async function showLetter(
    request: FastifyRequest,
    reply: FastifyReply,
    letter: AssessedLetter,
    refused?: RefusedEdit,
  ): Promise<FastifyReply> {
    const done = await actions.actionsOn({ orderId: letter.orderId, messageId: letter.letter.id });
    const canAct = mayAct(personOf(request));
    return show(request, reply, letterPage(letter, done, { csrf: csrfTokenFor(request, reply), canAct, refused }));
  }

  function refuse(reply: FastifyReply, letterId: string, why: string): FastifyReply {
    flashes.say(reply, { kind: 'failed', text: `That was not done: ${why}.` });
    return reply.redirect(`/dead-letters/letters/${encodeURIComponent(letterId)}`, 303);
  }

  async function treatAndSay(
    request: FastifyRequest,
    reply: FastifyReply,
    letters: readonly AssessedLetter[],
    treatment: Treatment,
    left = 0,
  ): Promise<FastifyReply> {
    const by = personOf(request);
    const job = letters.length === 0 ? undefined : desk.begin(letters, treatment, by);
    job?.catch((error: unknown) => request.log.error({ err: error }, 'work on dead letters failed'));
    const ended = await Promise.race([job, sleep(PATIENCE_MS).then(() => 'goes on' as const)]);
    const flash = flashOf(ended, letters.length, treatment, left);
    counter.inc({ act: treatment.kind, outcome: flash.kind });
    request.log.info({ act: treatment.kind, letters: letters.length, by: by.subject, outcome: flash.kind }, 'acted');
    flashes.say(reply, flash);
    return reply.redirect('/dead-letters', 303);
  }
}

const WORDS: { readonly [kind in Treatment['kind']]: string } = {
  replay: 'sent back to the queue',
  'edit-and-replay': 'edited and sent back to the queue',
  archive: 'archived',
};

/** @param left of a dry run, which has changed since */
function flashOf(ended: Job | 'goes on' | undefined, total: number, { kind }: Treatment, left: number): Flash {
  if (ended === undefined) {
    return { kind: 'failed', text: 'There is nothing to do it to: it has been dealt with, or somebody is holding it.' };
  }
  const changed =
    left === 0 ? '' : ` ${plural(left, 'letter')} of the dry run stayed: dealt with, held, or not safe any more.`;
  if (ended === 'goes on') {
    return { kind: 'done', text: `Begun with ${plural(total, 'letter')}.${changed}` };
  }
  const done = ended.outcomes.filter(({ outcome }) => outcome === 'done').length;
  return done === total
    ? { kind: 'done', text: `${plural(done, 'letter')} ${WORDS[kind]}.${changed}` }
    : { kind: 'failed', text: `${done} of ${plural(total, 'letter')} ${WORDS[kind]}; see why below.` };
}

const filterIn = ({ group, order }: Query): Filter => ({ group, orderId: order?.toLowerCase() });

const selectionOf = (group: string | undefined): Selection =>
  group === undefined ? { kind: 'all' } : { kind: 'group', fingerprint: group };

const GONE = {
  title: 'No such dead letter',
  section: 'dead-letters' as const,
  body: html`<p>It has been dealt with, or somebody is holding it at the moment.</p><p><a class="button" href="/dead-letters?look=again">Look at all of them</a></p>`,
};
