import { Command } from 'commander';
import type { Endpoints } from '../../../localstack/endpoints';
import { runningCloud, withStateDirectory } from '../running-cloud';

export const endpointsCommand = (): Command =>
  withStateDirectory(new Command('endpoints'))
    .description('prints where everything of the local cloud listens')
    .option('--json', 'as JSON, for scripts')
    .action((options: { readonly stateDirectory?: string; readonly json?: true }) => {
      const endpoints = runningCloud(options);
      console.log(options.json ? JSON.stringify(endpoints, null, 2) : table(endpoints));
    });

const table = (endpoints: Endpoints): string =>
  [
    ['API', endpoints.api],
    ...(endpoints.console === undefined ? [] : [['operator console', endpoints.console]]),
    ['emulator', `${endpoints.emulator} (region ${endpoints.region})`],
    ['Postgres', endpoints.postgres.url],
    ['  its replica', endpoints.replica.url],
    ['payment provider', endpoints.paymentProvider.url],
    ['  its ledger', endpoints.paymentProvider.ledgerUrl],
    ['carrier', endpoints.carrier.url],
    ['  its ledger', endpoints.carrier.ledgerUrl],
    ['token issuer', endpoints.tokenIssuer.url],
    ['X-Ray daemon', `${endpoints.traces.daemonAddress} (UDP)`],
    ['order queue', endpoints.queues.orders],
    ['  dead letters', endpoints.queues.orderDeadLetters],
    ['state machine', endpoints.stateMachineArn],
    ['intake table', endpoints.tables.intake],
    ['state and logs', endpoints.stateDirectory],
    ['process', String(endpoints.pid)],
  ]
    .map(([name = '', value]) => `${name.padEnd(18)}${value}`)
    .join('\n');
