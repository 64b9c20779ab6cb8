import { Command } from 'commander';
import { DEFAULT_RATE } from '../../../lambdas/operations/dead-letters/pace';
import { planReplay, type ReplayPlan, type Selection } from '../../../lambdas/operations/dead-letters/plan-replay';
import { type TargetOptions, withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { count } from '../counts';
import { atDesk } from './desk';
import { runTreatment, type TreatmentResult } from './run-treatment';
import { lettersTable } from './tables';

interface ReplayOptions extends TargetOptions {
  readonly group?: string;
  readonly id?: readonly string[];
  readonly all?: true;
  readonly dryRun?: true;
  readonly rate: number;
  readonly yes?: true;
  readonly json?: true;
}

export const replayCommand = (): Command =>
  withTarget(new Command('replay'))
    .description('sends dead letters back to their queue; all and groups take only what is safe to replay')
    .option('--group <fingerprint>', "those of one cause, see 'groups'")
    .option('--id <id...>', 'these, also if they need a look: you have looked')
    .option('--all', 'everything that is safe to replay')
    .option('--dry-run', 'only say what would be done')
    .option('--rate <n>', 'at most so many a second', count, DEFAULT_RATE)
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON, for scripts')
    .action((options: ReplayOptions) => {
      const selection = selectionOf(options);
      return atDesk(options, async (desk) => {
        const plan = planReplay(await desk.triage(), selection);
        if (!options.json) {
          console.log(summaryOf(plan));
        }
        if (options.dryRun || plan.replay.length === 0) {
          conclude(plan, { done: [], failed: [] }, options);
          return;
        }
        await confirm(`Send ${plan.replay.length} dead letters back to their queues?`, options);
        const result = await runTreatment(desk, {
          letters: plan.replay,
          treatment: { kind: 'replay' },
          rate: options.rate,
        });
        conclude(plan, result, options);
      });
    });

/** @throws CommandError unless exactly one of the three was chosen */
function selectionOf({ group, id, all }: ReplayOptions): Selection {
  const chosen: readonly Selection[] = [
    ...(group === undefined ? [] : [{ kind: 'group', fingerprint: group } as const]),
    ...(id === undefined ? [] : [{ kind: 'ids', ids: id } as const]),
    ...(all === undefined ? [] : [{ kind: 'all' } as const]),
  ];
  const [selection, ...others] = chosen;
  if (selection === undefined || others.length > 0) {
    throw new CommandError('say what to replay with one of --group, --id and --all', EXIT.usage);
  }
  return selection;
}

function summaryOf({ replay, leave, missing }: ReplayPlan): string {
  return [
    `${replay.length} to replay, ${leave.length} to leave, ${missing.length} not found`,
    ...(leave.length > 0 ? [lettersTable(leave, 10)] : []),
    ...missing.map((id) => `  ${id}: there is no such dead letter, or somebody else is holding it`),
  ].join('\n');
}

/** Whoever named a letter wanted it replayed: one that was left or not found is then a failure. */
function conclude(plan: ReplayPlan, { done, failed }: TreatmentResult, options: ReplayOptions): void {
  if (options.id !== undefined && plan.leave.length + plan.missing.length > 0) {
    process.exitCode = EXIT.failure;
  }
  if (options.json) {
    const { replay, leave, missing } = plan;
    console.log(
      JSON.stringify({ dryRun: options.dryRun ?? false, planned: replay, left: leave, missing, done, failed }),
    );
  } else if (!options.dryRun) {
    console.log(`${done.length} replayed, ${failed.length} failed`);
  }
}
