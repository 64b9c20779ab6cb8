import { Command } from 'commander';
import { archiveCommand } from '../dead-letters/archive-command';
import { editAndReplayCommand } from '../dead-letters/edit-and-replay-command';
import { groupsCommand } from '../dead-letters/groups-command';
import { listCommand } from '../dead-letters/list-command';
import { replayCommand } from '../dead-letters/replay-command';
import { showCommand } from '../dead-letters/show-command';

const EXIT_CODES = `
Exit codes: 0 done, 1 some of it failed, 2 wrong usage, 3 refused (say --yes where there is no terminal).`;

/** What queues have swallowed, and the ways to give it back. */
export const deadLettersCommand = (): Command =>
  new Command('dead-letters')
    .description('explains dead letters, and sends them back or archives them')
    .addHelpText('after', EXIT_CODES)
    .addCommand(listCommand())
    .addCommand(groupsCommand())
    .addCommand(showCommand())
    .addCommand(replayCommand())
    .addCommand(editAndReplayCommand())
    .addCommand(archiveCommand());
