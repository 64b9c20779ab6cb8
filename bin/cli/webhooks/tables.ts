import type { Delivery } from '../../../lambdas/ports/deliveries';
import type { WebhookEndpoint } from '../../../lambdas/ports/webhook-endpoints';
import { ago } from '../ago';
import { colours } from '../colours';
import { plainTable } from '../plain-table';

export const endpointsTable = (endpoints: readonly WebhookEndpoint[]): string =>
  endpoints.length === 0
    ? 'There are no webhook endpoints: POST /webhook-endpoints registers one.'
    : plainTable(
        ['endpoint', 'state', 'events'],
        endpoints.map((endpoint) => ({
          cells: [
            endpoint.endpointId,
            stateOf(endpoint),
            endpoint.eventTypes.length === 0 ? 'all' : String(endpoint.eventTypes.length),
          ],
          below: endpoint.url,
        })),
      );

/** `enabled`, `failing for 3h`, `disabled`. */
function stateOf({ state }: WebhookEndpoint): string {
  if (state.status === 'disabled') {
    return colours.red('disabled');
  }
  return state.failingSince === undefined
    ? colours.green('enabled')
    : colours.yellow(`failing for ${ago(state.failingSince)}`);
}

const COLOURS = {
  delivered: colours.green,
  failed: colours.yellow,
  'given up': colours.red,
  skipped: colours.dim,
} as const;

/** The id of a delivery is whole, so that it can be copied into `webhooks replay`. */
export const deliveriesTable = (deliveries: readonly Delivery[]): string =>
  deliveries.length === 0
    ? 'Nothing was sent, or it is not remembered any more.'
    : plainTable(
        ['delivery', 'event', 'try', 'outcome', 'ago'],
        deliveries.map(({ deliveryId, eventType, attempt, outcome, reason, at }) => ({
          cells: [deliveryId, eventType, String(attempt), COLOURS[outcome](outcome), ago(at)],
          ...(reason === undefined ? {} : { below: reason }),
        })),
      );
