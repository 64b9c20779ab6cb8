import { Command } from 'commander';
import { withTarget } from '../aws-target';
import { count } from '../counts';
import { atDesk } from './desk';
import { type DeskOptions, withQueue } from './queue-option';
import { lettersTable, queuesTable } from './tables';

interface ListOptions extends DeskOptions {
  readonly limit: number;
  readonly json?: true;
}

export const listCommand = (): Command =>
  withQueue(withTarget(new Command('list')))
    .description('lists the queues, and their dead letters with what is to be done about each')
    .option('--limit <n>', 'at most so many letters in the table', count, 20)
    .option('--json', 'as JSON, for scripts: every letter, with its failures')
    .action((options: ListOptions) =>
      atDesk(options, async ({ triage, listQueues }) => {
        const letters = await triage();
        const queues = await listQueues(letters);
        if (options.json) {
          console.log(JSON.stringify({ queues, letters }, null, 2));
          return;
        }
        console.log(queuesTable(queues));
        if (letters.length > 0) {
          console.log(`\n${lettersTable(letters, options.limit)}`);
        }
      }),
    );
