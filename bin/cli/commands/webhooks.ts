import { Command } from 'commander';
import { deliveriesCommand } from '../webhooks/deliveries-command';
import { disableCommand, enableCommand } from '../webhooks/enable-command';
import { listCommand } from '../webhooks/list-command';
import { replayCommand } from '../webhooks/replay-command';
import { showCommand } from '../webhooks/show-command';
import { testCommand } from '../webhooks/test-command';

const EXIT_CODES = `
Exit codes: 0 done, 1 some of it failed, 2 wrong usage, 3 refused, or nobody to
ask (then say --yes).`;

/** Where merchants hear of events, and what became of it. They are registered through the API. */
export const webhooksCommand = (): Command =>
  new Command('webhooks')
    .description('looks after the endpoints of merchants and what was sent there')
    .addHelpText('after', EXIT_CODES)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(deliveriesCommand())
    .addCommand(replayCommand())
    .addCommand(testCommand())
    .addCommand(enableCommand())
    .addCommand(disableCommand());
