import { Command } from 'commander';
import type { UndoPlan } from '../../../lambdas/operations/repair/undo-order';
import { type TargetOptions, withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { operatorName } from '../operator-name';
import { reason } from '../reason';
import { atUndoDesk } from './undo-desk';
import { planLines, undoneLines } from './undo-lines';

interface UndoOptions extends TargetOptions {
  readonly reason?: string;
  readonly evenIfResolved?: true;
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export const undoCommand = (): Command =>
  withTarget(new Command('undo'))
    .description('undoes an order in repair: cancels its parcel, refunds it, gives its stock back, rejects it')
    .argument('<orderId>', 'of the order')
    .option('--reason <text>', 'why the order must not stand: kept with the record', reason)
    .option('--even-if-resolved', 'also an order that somebody has marked as resolved')
    .option('--dry-run', 'only say what would be done')
    .option('--yes', 'do not ask')
    .option('--json', 'as JSON, for scripts')
    .addHelpText('after', '\nIt may be repeated: what is undone already is not undone twice.')
    .action((orderId: string, options: UndoOptions) => {
      const { reason: why, dryRun = false } = options;
      if (why === undefined && !dryRun) {
        throw new CommandError("say why the order must not stand, with --reason, or use '--dry-run'", EXIT.usage);
      }
      return atUndoDesk(options, async (desk) => {
        const question = { orderId: uuidIn(orderId), evenIfResolved: options.evenIfResolved ?? false };
        const plan = await desk.plan(question);
        if (plan.kind === 'refused') {
          throw refusal(orderId, plan.why);
        }
        tell(options, planLines(plan));
        if (why === undefined || dryRun) {
          conclude(options, plan);
          return;
        }
        await confirm('Undo this order? The customer gets the money back, and no goods.', options);
        const undone = await desk.undo({ ...question, by: operatorName(), reason: why });
        if (undone.kind === 'refused') {
          throw refusal(orderId, undone.why);
        }
        process.exitCode = undone.kind === 'undone' ? 0 : EXIT.failure;
        tell(options, undoneLines(undone));
        if (options.json) {
          console.log(JSON.stringify({ orderId: plan.order.orderId, dryRun, ...undone }));
        }
      });
    });

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

/** @throws CommandError when it is no id of an order */
function uuidIn(text: string): string {
  const orderId = text.toLowerCase();
  if (!UUID.test(orderId)) {
    throw new CommandError(`expected the id of an order, got '${text}'`, EXIT.usage);
  }
  return orderId;
}

const refusal = (orderId: string, why: string): CommandError =>
  new CommandError(`${orderId} is not undone: ${why}`, EXIT.refused);

const tell = ({ json }: UndoOptions, lines: readonly string[]): void => {
  if (!json) {
    console.log(lines.join('\n'));
  }
};

/** Of a dry run. What a customer is called stays out of it. */
function conclude(options: UndoOptions, { order, steps }: Extract<UndoPlan, { kind: 'possible' }>): void {
  const { orderId, status, reason: after, unfinished, books } = order;
  tell(options, ['Nothing was done: this is a dry run.']);
  if (options.json) {
    console.log(JSON.stringify({ orderId, dryRun: true, kind: 'possible', status, after, unfinished, books, steps }));
  }
}
