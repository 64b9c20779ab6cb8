import { Command } from 'commander';
import { type TargetOptions, withTarget } from '../aws-target';
import { atOutwardDesk } from './desk';
import { endpointsTable } from './tables';

export const listCommand = (): Command =>
  withTarget(new Command('list'))
    .description('lists the endpoints, and which of them fail')
    .option('--json', 'as JSON, for scripts')
    .action((options: TargetOptions & { readonly json?: true }) =>
      atOutwardDesk(options, async ({ endpoints }) => {
        const all = await endpoints.list();
        console.log(options.json ? JSON.stringify(all, null, 2) : endpointsTable(all));
      }),
    );
