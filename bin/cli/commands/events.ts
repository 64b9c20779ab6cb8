import { Command } from 'commander';
import { MOST_PARKED_SHOWN } from '../../../lambdas/contracts/outbox-question';
import type { Backlog, ParkedEvent } from '../../../lambdas/ports/outbox';
import { ago } from '../ago';
import { type TargetOptions, withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { withOutbox } from '../events/with-outbox';
import { plainTable } from '../plain-table';

interface Options extends TargetOptions {
  readonly json?: true;
}

export const eventsCommand = (): Command =>
  new Command('events')
    .description('looks after events of orders on their way to the bus')
    .addCommand(
      withTarget(new Command('backlog'))
        .description('says how many events wait to be published, for how long, and how many cannot be')
        .option('--json', 'as JSON, for scripts')
        .action(async (options: Options) => {
          const backlog = await withOutbox(options, (outbox) => outbox.backlog());
          console.log(options.json ? JSON.stringify(backlog, null, 2) : backlogLine(backlog));
        }),
    )
    .addCommand(
      withTarget(new Command('parked'))
        .description('lists events that cannot be published as they are, and why')
        .option('--json', 'as JSON, for scripts')
        .action(async (options: Options) => {
          const parked = await withOutbox(options, (outbox) => outbox.parked({ limit: MOST_PARKED_SHOWN }));
          console.log(options.json ? JSON.stringify(parked, null, 2) : parkedTable(parked));
        }),
    )
    .addCommand(
      withTarget(new Command('unpark'))
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
