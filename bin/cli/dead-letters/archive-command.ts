import { Command } from 'commander';
import { refusalOfKeeping } from '../../../lambdas/operations/dead-letters/check-edit';
import { type TargetOptions, withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { atDesk } from './desk';
import { runTreatment } from './run-treatment';

interface ArchiveOptions extends TargetOptions {
  readonly reason: string;
  readonly group?: string;
  readonly yes?: true;
  readonly json?: true;
}

export const archiveCommand = (): Command =>
  withTarget(new Command('archive'))
    .description('takes dead letters out of their queue for good; message and reason are kept for a year')
    .argument('[id...]', "of the letters, see 'list'")
    .requiredOption('--reason <text>', 'why nobody has to act on them any more')
    .option('--group <fingerprint>', "those of one cause, see 'groups'")
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON, for scripts')
    .action((ids: readonly string[], options: ArchiveOptions) => {
      if (ids.length === 0 && options.group === undefined) {
        throw new CommandError('say what to archive: ids, or --group', EXIT.usage);
      }
      return atDesk(options, async (desk) => {
        const all = await desk.triage();
        const letters = all.filter(
          ({ letter, fingerprint }) => ids.includes(letter.id) || fingerprint === options.group,
        );
        const missing = ids.filter((id) => !letters.some(({ letter }) => letter.id === id));
        const refusal = letters.map(refusalOfKeeping).find((why) => why !== undefined);
        if (refusal !== undefined) {
          throw new CommandError(refusal);
        }
        await confirm(`Archive ${letters.length} dead letters? They cannot be replayed any more.`, options);
        const treatment = { kind: 'archive', reason: options.reason } as const;
        const { done, failed } = await runTreatment(desk, { letters, treatment });
        if (missing.length > 0) {
          process.exitCode = EXIT.failure;
        }
        console.log(
          options.json
            ? JSON.stringify({ done, failed, missing })
            : `${done.length} archived, ${failed.length} failed, ${missing.length} not found`,
        );
      });
    });
