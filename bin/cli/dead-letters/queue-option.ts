import { type Command, Option } from 'commander';
import type { TargetOptions } from '../aws-target';
import { OPERATED_QUEUES } from '../operated-queues';

export interface DeskOptions extends TargetOptions {
  readonly queue?: string;
}

export const withQueue = (command: Command): Command =>
  command.addOption(
    new Option('--queue <name>', 'of this queue only').choices(OPERATED_QUEUES.map(({ name }) => name)),
  );
