import { Command } from 'commander';
import { groupLetters } from '../../../lambdas/operations/dead-letters/group';
import { withTarget } from '../aws-target';
import { atDesk } from './desk';
import { type DeskOptions, withQueue } from './queue-option';
import { groupsTable } from './tables';

export const groupsCommand = (): Command =>
  withQueue(withTarget(new Command('groups')))
    .description('groups dead letters by what they failed with')
    .option('--json', 'as JSON, for scripts')
    .action((options: DeskOptions & { readonly json?: true }) =>
      atDesk(options, async ({ triage }) => {
        const groups = groupLetters(await triage());
        console.log(options.json ? JSON.stringify(groups, null, 2) : groupsTable(groups));
      }),
    );
