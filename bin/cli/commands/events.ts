import { Command } from 'commander';
import { createPostgresOutbox } from '../../../lambdas/persistence/postgres/outbox';
import type { Backlog, Outbox, ParkedEvent } from '../../../lambdas/ports/outbox';
import { ago } from '../ago';
import { CommandError, EXIT } from '../command-error';
import { databaseOf } from '../database-of';
import { plainTable } from '../plain-table';
import { runningCloud, withStateDirectory } from '../running-cloud';

interface Options {
  readonly stateDirectory?: string;
  readonly json?: true;
}

/** More than this at once have one cause, and need not all be seen. */
const MOST_SHOWN = 100;

const IN_AWS = `
The database of a stage in AWS is not reachable from here: docs/runbooks says
what to do there (outbox-waits, events-parked).`;

export const eventsCommand = (): Command =>
  new Command('events')
    .description('looks after events of orders on their way to the bus of the local cloud')
    .addHelpText('after', IN_AWS)
    .addCommand(
      withStateDirectory(new Command('backlog'))
        .description('says how many events wait to be published, for how long, and how many cannot be')
        .option('--json', 'as JSON, for scripts')
        .action(async (options: Options) => {
          const backlog = await withOutbox(options, (outbox) => outbox.backlog());
          console.log(options.json ? JSON.stringify(backlog, null, 2) : backlogLine(backlog));
        }),
    )
    .addCommand(
      withStateDirectory(new Command('parked'))
        .description('lists events that cannot be published as they are, and why')
        .option('--json', 'as JSON, for scripts')
        .action(async (options: Options) => {
          const parked = await withOutbox(options, (outbox) => outbox.parked({ limit: MOST_SHOWN }));
          console.log(options.json ? JSON.stringify(parked, null, 2) : parkedTable(parked));
        }),
    )
    .addCommand(
      withStateDirectory(new Command('unpark'))
        .description('lets a parked event be tried again by the next sweep, once its cause is repaired')
        .argument('<event>', "its id, see 'parked'")
        .option('--json', 'as JSON, for scripts')
        .action(async (eventId: string, options: Options) => {
          if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(eventId)) {
            throw new CommandError(`'${eventId}' is no id of an event: see 'order-workflow events parked'`, EXIT.usage);
          }
          if (!(await withOutbox(options, (outbox) => outbox.unpark(eventId)))) {
            throw new CommandError(`event ${eventId} is not parked: see 'order-workflow events parked'`);
          }
          console.log(
            options.json
              ? JSON.stringify({ eventId, unparked: true })
              : `Event ${eventId} is tried again by the next sweep.`,
          );
        }),
    );

async function withOutbox<Answer>(options: Options, ask: (outbox: Outbox) => Promise<Answer>): Promise<Answer> {
  const database = databaseOf(runningCloud(options).postgres);
  try {
    return await ask(createPostgresOutbox({ database }));
  } finally {
    await database.close();
  }
}

const backlogLine = ({ waiting, oldestAgeSeconds, parked }: Backlog): string =>
  [
    waiting === 0
      ? 'Every event has left.'
      : `${waiting} ${waiting === 1 ? 'event waits' : 'events wait'}, the oldest for ${Math.round(oldestAgeSeconds)} s.`,
    ...(parked === 0 ? [] : [`${parked} ${parked === 1 ? 'is' : 'are'} parked: see 'order-workflow events parked'.`]),
  ].join('\n');

const parkedTable = (parked: readonly ParkedEvent[]): string =>
  parked.length === 0
    ? 'No event is parked.'
    : plainTable(
        ['event', 'type', 'tries', 'parked'],
        parked.map(({ eventId, orderId, sequence, type, attempts, parkedAt, reason }) => ({
          cells: [eventId, type, String(attempts), `${ago(parkedAt)} ago`],
          below: [`order ${orderId}, event ${sequence}`, reason],
        })),
      );
