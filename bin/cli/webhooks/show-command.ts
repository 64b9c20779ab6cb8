import { Command } from 'commander';
import type { WebhookEndpoint } from '../../../lambdas/ports/webhook-endpoints';
import { type TargetOptions, withTarget } from '../aws-target';
import { fact } from '../text';
import { atOutwardDesk, findEndpoint } from './desk';
import { deliveriesTable } from './tables';

const LATEST = 10;
const NAME_WIDTH = 10;

export const showCommand = (): Command =>
  withTarget(new Command('show'))
    .description('shows one endpoint and what was sent there last')
    .argument('<endpoint>', "its id, or the beginning of it, see 'list'")
    .option('--json', 'as JSON, for scripts')
    .action((id: string, options: TargetOptions & { readonly json?: true }) =>
      atOutwardDesk(options, async (desk) => {
        const endpoint = await findEndpoint(desk, id);
        const { deliveries } = await desk.log.ofEndpoint(endpoint.endpointId);
        console.log(
          options.json
            ? JSON.stringify({ ...endpoint, deliveries }, null, 2)
            : `${pageOf(endpoint)}\n\n${deliveriesTable(deliveries.slice(0, LATEST))}`,
        );
      }),
    );

function pageOf({ endpointId, url, description, eventTypes, state, createdAt }: WebhookEndpoint): string {
  const states =
    state.status === 'disabled'
      ? `disabled since ${state.since}: ${state.because}`
      : state.failingSince === undefined
        ? 'enabled'
        : `enabled, failing since ${state.failingSince}`;
  return [
    ['endpoint', endpointId],
    ['address', url],
    ...(description === undefined ? [] : [['for', description]]),
    ['events', eventTypes.length === 0 ? 'all' : eventTypes.join(', ')],
    ['state', states],
    ['since', createdAt],
  ]
    .flatMap(([name = '', value = '']) => fact(name, value, NAME_WIDTH))
    .join('\n');
}
