import { Command } from 'commander';
import type { UndoPlan } from '../../../lambdas/operations/repair/undo-order';
import { type TargetOptions, withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { operatorName } from '../operator-name';
import { orderId } from '../order-id';
import { reason } from '../reason';
import { atUndoDesk } from './undo-desk';
import { planLines, undoneLines } from './undo-lines';

interface UndoOptions extends TargetOptions {
  readonly reason?: string;
  readonly evenIfResolved?: true;
  readonly evenIfNotCancelled?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export const undoCommand = (): Command =>
  withTarget(new Command('undo'))
    .description('undoes an order in repair: cancels its parcel, refunds it, gives its stock back, rejects it')
    .argument('<orderId>', 'of the order', orderId)
    .option('--reason <text>', 'why the order must not stand: kept with the record', reason)
    .option('--even-if-resolved', 'also an order that somebody has marked as resolved')
    .option('--even-if-not-cancelled', 'give money and stock back though the carrier does not cancel the parcel')
    .option('--dry-run', 'only say what would be done')
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON, for scripts')
    .addHelpText(
      'after',
      `
It may be repeated: what is undone already is not undone twice.
It stops at a parcel that the carrier does not cancel, since that may have left:
money and stock are given back only with --even-if-not-cancelled then.`,
    )
    .action((id: string, options: UndoOptions) => {
      const { reason: why, dryRun = false } = options;
      if (why === undefined && !dryRun) {
        throw new CommandError("say why the order must not stand, with --reason, or use '--dry-run'", EXIT.usage);
      }
      return atUndoDesk(options, async (desk) => {
        const question = { orderId: id, evenIfResolved: options.evenIfResolved ?? false };
        const plan = await desk.plan(question);
        if (plan.kind === 'refused') {
          throw refusal(id, plan.why);
        }
        tell(options, planLines(plan));
        if (why === undefined || dryRun) {
          conclude(options, plan);
          return;
        }
        await confirm('Undo this order? The customer gets the money back, and no goods.', options);
        const undone = await desk.undo({
          ...{ ...question, by: operatorName(), reason: why },
          evenIfNotCancelled: options.evenIfNotCancelled ?? false,
        });
        if (undone.kind === 'refused') {
          throw refusal(id, undone.why);
        }
        process.exitCode = undone.kind === 'undone' ? 0 : EXIT.failure;
        tell(options, undoneLines(undone));
        if (options.json) {
          console.log(JSON.stringify({ orderId: id, dryRun, ...undone }));
        }
      });
    });

const refusal = (id: string, why: string): CommandError =>
  new CommandError(`${id} is not undone: ${why}`, EXIT.refused);

const tell = ({ json }: UndoOptions, lines: readonly string[]): void => {
  if (!json) {
    console.log(lines.join('\n'));
  }
};

/** Of a dry run. What a customer is called stays out of it. */
function conclude(options: UndoOptions, { order, steps, tried }: Extract<UndoPlan, { kind: 'possible' }>): void {
  const { status, reason: after, unfinished, books } = order;
  tell(options, ['Nothing was done: this is a dry run.']);
  if (options.json) {
    console.log(
      JSON.stringify({
        orderId: order.orderId,
        dryRun: true,
        kind: 'possible',
        status,
        after,
        unfinished,
        books,
        tried,
        steps,
      }),
    );
  }
}
