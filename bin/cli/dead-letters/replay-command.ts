import { Command } from 'commander';
import { DEFAULT_RATE } from '../../../lambdas/operations/dead-letters/pace';
import { planReplay, type ReplayPlan } from '../../../lambdas/operations/dead-letters/plan-replay';
import { withTarget } from '../aws-target';
import { EXIT } from '../command-error';
import { confirm } from '../confirm';
import { count } from '../counts';
import { countLetters } from './count-letters';
import { atDesk } from './desk';
import { planSummary } from './plan-summary';
import { type DeskOptions, withQueue } from './queue-option';
import { runTreatment, type TreatmentResult } from './run-treatment';
import { type SelectionOptions, selectionOf } from './selection';

interface ReplayOptions extends DeskOptions, SelectionOptions {
  readonly limit?: number;
  readonly dryRun?: true;
  readonly rate: number;
  readonly yes?: true;
  readonly json?: true;
}

export const replayCommand = (): Command =>
  withQueue(withTarget(new Command('replay')))
    .description('sends dead letters back to their queue; all and groups take only what is safe to replay')
    .option('--group <fingerprint>', "those of one cause, see 'groups'")
    .option('--id <id...>', 'these, also if they need a look: you have looked')
    .option('--all', 'everything that is safe to replay')
    .option('--limit <n>', 'at most so many, the oldest first: to try a few', count)
    .option('--dry-run', 'only say what would be done')
    .option('--rate <n>', 'at most so many a second', count, DEFAULT_RATE)
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON, for scripts')
    .action((options: ReplayOptions) => {
      const selection = selectionOf(options);
      return atDesk(options, async (desk) => {
        const plan = planReplay(await desk.triage(), selection, options.limit);
        if (!options.json) {
          console.log(planSummary(plan, selection));
        }
        if (options.dryRun || plan.replay.length === 0) {
          conclude(plan, { done: [], failed: [] }, options);
          return;
        }
        await confirm(`Send ${countLetters(plan.replay.length)} back to the queue?`, options);
        const result = await runTreatment(desk, {
          letters: plan.replay,
          treatment: { kind: 'replay' },
          rate: options.rate,
        });
        conclude(plan, result, options);
      });
    });

/** Whoever named a letter wanted it replayed: one that was left or not found is then a failure. */
function conclude(plan: ReplayPlan, { done, failed }: TreatmentResult, options: ReplayOptions): void {
  if (options.id !== undefined && plan.leave.length + plan.missing.length > 0) {
    process.exitCode = EXIT.failure;
  }
  if (options.json) {
    const { replay, later, leave, missing } = plan;
    console.log(
      JSON.stringify({ dryRun: options.dryRun ?? false, planned: replay, later, left: leave, missing, done, failed }),
    );
  } else if (options.dryRun) {
    console.log('Nothing was done: this is a dry run.');
  } else if (plan.replay.length > 0) {
    console.log(`${done.length} replayed, ${failed.length} failed`);
  }
}
