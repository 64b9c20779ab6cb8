import { Command } from 'commander';
import { readLocalAlarms } from '../../../localstack/alarms/local-alarms';
import { readAlarmsInAws } from '../alarms/alarms-in-aws';
import { alarmsTable } from '../alarms/alarms-table';
import { clientOf, type TargetOptions, withTarget } from '../aws-target';
import { EXIT } from '../command-error';
import { runningCloud } from '../running-cloud';

interface AlarmsOptions extends TargetOptions {
  readonly all?: true;
  readonly json?: true;
}

const HELP = `
On the local cloud the alarms of the synthesized templates are evaluated over
what it shows of itself: metrics in logs, messages in queues, ends of
executions. With --stack, CloudWatch says how they are.

Exit codes: 0 none rings, 1 at least one rings, 2 wrong usage.`;

/** Which alarms ring, and where the way out is written down. */
export const alarmsCommand = (): Command =>
  withTarget(new Command('alarms'))
    .description('shows which alarms ring, what that means for customers, and which runbook helps')
    .option('--all', 'those that do not ring, too')
    .option('--json', 'as JSON, for scripts')
    .addHelpText('after', HELP)
    .action(async (options: AlarmsOptions) => {
      const readings =
        options.stack === undefined
          ? await readLocalAlarms(runningCloud(options))
          : await readAlarmsInAws(clientOf(options), options.stack);
      const shown = options.all ? readings : readings.filter(({ rings }) => rings);
      console.log(options.json ? JSON.stringify(shown, null, 2) : alarmsTable(shown, readings.length));
      if (readings.some(({ rings }) => rings)) {
        process.exitCode = EXIT.failure;
      }
    });
