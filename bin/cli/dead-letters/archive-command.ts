import { Command } from 'commander';
import type { AssessedLetter } from '../../../lambdas/operations/dead-letters/assess';
import { lossWith, refusalOfArchive } from '../../../lambdas/operations/dead-letters/check-archive';
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
  readonly abandonOrders?: true;
  readonly yes?: true;
  readonly json?: true;
}

export const archiveCommand = (): Command =>
  withQueue(withTarget(new Command('archive')))
    .description("takes dead letters out of their queue for good; 'history' has message and reason for a year")
    .argument('[id...]', "of the letters, see 'list'")
    .requiredOption('--reason <text>', 'why nobody has to act on them any more', reason)
    .option('--group <fingerprint>', "those of one cause, see 'groups'")
    .option('--abandon-orders', 'also those of orders that have not ended, which then have nothing to carry them')
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
        refuse(letters, options.abandonOrders ?? false);
        if (letters.length > 0) {
          await confirm(`Archive ${countLetters(letters.length)}? What is archived cannot be replayed.`, options);
        }
        const result = await runTreatment(desk, { letters, treatment: { kind: 'archive', reason: options.reason } });
        conclude(result, missing, options);
      });
    });

/** Before anything is done to any of them. */
function refuse(letters: readonly AssessedLetter[], isAbandoned: boolean): void {
  for (const assessed of letters) {
    const why = refusalOfArchive(assessed, { isAbandoned });
    if (why !== undefined) {
      const hint = lossWith(assessed) !== undefined && !isAbandoned ? ': say --abandon-orders' : '';
      throw new CommandError(`${assessed.letter.id}: ${why}${hint}`, EXIT.refused);
    }
  }
}

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
