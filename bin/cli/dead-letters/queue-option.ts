import { type Command, Option } from 'commander';
import type { TargetOptions } from '../aws-target';
import { CommandError, EXIT } from '../command-error';

export interface DeskOptions extends TargetOptions {
  readonly queue?: string;
}

export const withQueue = (command: Command): Command =>
  command.addOption(new Option('--queue <name>', "of this queue only, see 'dead-letters list'"));

/**
 * All queues, or the one that was asked for. Which there are is known only by asking: consumers of events may be added.
 *
 * @throws CommandError when there is none of this name
 */
export function chosenQueues<Queue extends { readonly name: string }>(
  queues: readonly Queue[],
  { queue }: DeskOptions,
): readonly Queue[] {
  const chosen = queues.filter(({ name }) => (queue ?? name) === name);
  if (chosen.length === 0) {
    throw new CommandError(
      `there is no queue '${queue}': there are ${queues.map(({ name }) => name).join(', ')}`,
      EXIT.usage,
    );
  }
  return chosen;
}
