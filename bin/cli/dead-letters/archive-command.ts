import { Command } from 'commander';
import { refusalOfKeeping } from '../../../lambdas/operations/dead-letters/check-edit';
import { withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { reason } from '../reason';
import { countLetters } from './count-letters';
import { atDesk } from './desk';
import { type DeskOptions, withQueue } from './queue-option';
import { runTreatment, type TreatmentResult } from './run-treatment';

interface ArchiveOptions extends DeskOptions {
  readonly reason: string;
  readonly group?: string;
  readonly yes?: true;
  readonly json?: true;
}

export const archiveCommand = (): Command =>
  withQueue(withTarget(new Command('archive')))
    .description("takes dead letters out of their queue for good; 'history' has message and reason for a year")
    .argument('[id...]', "of the letters, see 'list'")
    .requiredOption('--reason <text>', 'why nobody has to act on them any more', reason)
    .option('--group <fingerprint>', "those of one cause, see 'groups'")
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON, for scripts')
    .action((ids: readonly string[], options: ArchiveOptions) => {
      if ((ids.length === 0) === (options.group === undefined)) {
        throw new CommandError('say what to archive: either ids, or --group', EXIT.usage);
      }
      return atDesk(options, async (desk) => {
        const letters = (await desk.triage()).filter(({ letter, fingerprint }) =>
          options.group === undefined ? ids.includes(letter.id) : fingerprint === options.group,
        );
        const missing = ids.filter((id) => !letters.some(({ letter }) => letter.id === id));
        const refusal = letters.map(refusalOfKeeping).find((why) => why !== undefined);
        if (refusal !== undefined) {
          throw new CommandError(refusal);
        }
        if (letters.length > 0) {
          await confirm(`Archive ${countLetters(letters.length)}? What is archived cannot be replayed.`, options);
        }
        const result = await runTreatment(desk, { letters, treatment: { kind: 'archive', reason: options.reason } });
        conclude(result, missing, options);
      });
    });

function conclude({ done, failed }: TreatmentResult, missing: readonly string[], options: ArchiveOptions): void {
  if (missing.length > 0) {
    process.exitCode = EXIT.failure;
  }
  if (options.json) {
    console.log(JSON.stringify({ done, failed, missing }));
    return;
  }
  for (const id of missing) {
    console.log(`${id}: there is no such dead letter, or somebody else is holding it`);
  }
  console.log(`${done.length} archived, ${failed.length} failed`);
}
