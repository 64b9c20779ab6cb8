import { Command } from 'commander';
import { archiveCommand } from '../dead-letters/archive-command';
import { editAndReplayCommand } from '../dead-letters/edit-and-replay-command';
import { groupsCommand } from '../dead-letters/groups-command';
import { historyCommand } from '../dead-letters/history-command';
import { listCommand } from '../dead-letters/list-command';
import { replayCommand } from '../dead-letters/replay-command';
import { showCommand } from '../dead-letters/show-command';

const MORE_HELP = `
Examples:
  order-workflow dead-letters groups
  order-workflow dead-letters replay --group 718db2e43663 --dry-run
  order-workflow dead-letters list --stack dev --profile shop --region eu-west-1

Exit codes: 0 done, 1 some of it failed, 2 wrong usage, 3 refused, or nobody to
ask (then say --yes).`;

/** What queues have swallowed, and the ways to give it back. */
export const deadLettersCommand = (): Command =>
  new Command('dead-letters')
    .description('explains dead letters, and sends them back or archives them')
    .addHelpText('after', MORE_HELP)
    .addCommand(listCommand())
    .addCommand(groupsCommand())
    .addCommand(showCommand())
    .addCommand(replayCommand())
    .addCommand(editAndReplayCommand())
    .addCommand(archiveCommand())
    .addCommand(historyCommand());
