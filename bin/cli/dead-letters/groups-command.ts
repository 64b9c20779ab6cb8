import { Command } from 'commander';
import { groupLetters } from '../../../lambdas/operations/dead-letters/group';
import { type TargetOptions, withTarget } from '../aws-target';
import { atDesk } from './desk';
import { groupsTable } from './tables';

export const groupsCommand = (): Command =>
  withTarget(new Command('groups'))
    .description('groups dead letters by what they failed with')
    .option('--json', 'as JSON, for scripts')
    .action((options: TargetOptions & { readonly json?: true }) =>
      atDesk(options, async ({ triage }) => {
        const groups = groupLetters(await triage());
        console.log(options.json ? JSON.stringify(groups, null, 2) : groupsTable(groups));
      }),
    );
