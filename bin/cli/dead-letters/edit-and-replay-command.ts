import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { refusalOfEdit } from '../../../lambdas/operations/dead-letters/check-edit';
import { type TargetOptions, withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { atDesk } from './desk';
import { findLetter } from './find-letter';
import { runTreatment } from './run-treatment';

interface EditOptions extends TargetOptions {
  readonly payload: string;
  readonly yes?: true;
  readonly json?: true;
}

export const editAndReplayCommand = (): Command =>
  withTarget(new Command('edit-and-replay'))
    .description('sends a repaired payload in the place of a broken one, and keeps the broken one on record')
    .argument('<id>', "of the letter, see 'list'")
    .requiredOption('--payload <file>', 'the repaired message, as JSON; - reads it from stdin, with --yes')
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON, for scripts')
    .action((id: string, options: EditOptions) => {
      const payload = readPayload(options.payload);
      return atDesk(options, async (desk) => {
        const letter = await findLetter(desk, id);
        const queue = desk.queues.find(({ name }) => name === letter.queue);
        const refusal =
          queue === undefined
            ? `there is no queue ${letter.queue}`
            : await refusalOfEdit({ ...desk, kind: queue.kind, letter }, payload);
        if (refusal !== undefined) {
          throw new CommandError(refusal);
        }
        await confirm(`Send the payload in the place of dead letter ${id}?`, options);
        const result = await runTreatment(desk, {
          letters: [letter],
          treatment: { kind: 'edit-and-replay', body: payload },
        });
        console.log(options.json ? JSON.stringify(result) : `${result.done.length} replayed with its new payload`);
      });
    });

/** @throws CommandError when it cannot be read */
function readPayload(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8').trim();
  } catch (error) {
    throw new CommandError(`cannot read ${file}: ${error instanceof Error ? error.message : error}`, EXIT.usage);
  }
}
