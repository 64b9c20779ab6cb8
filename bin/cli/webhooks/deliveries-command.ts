import { Command } from 'commander';
import type { Delivery } from '../../../lambdas/ports/deliveries';
import { type TargetOptions, withTarget } from '../aws-target';
import { count } from '../counts';
import { orderId } from '../order-id';
import { atOutwardDesk, findEndpoint, type OutwardDesk } from './desk';
import { gather } from './gather';
import { deliveriesTable } from './tables';

interface DeliveriesOptions extends TargetOptions {
  readonly to?: string;
  readonly order?: string;
  readonly limit: number;
  readonly json?: true;
}

export const deliveriesCommand = (): Command =>
  withTarget(new Command('deliveries'))
    .description('lists what was sent, the newest first')
    .option('--to <endpoint>', 'to this endpoint')
    .option('--order <id>', 'about this order', orderId)
    .option('--limit <n>', 'at most so many', count, 20)
    .option('--json', 'as JSON, for scripts')
    .action((options: DeliveriesOptions) =>
      atOutwardDesk(options, async (desk) => {
        const deliveries = (await found(desk, options)).slice(0, options.limit);
        console.log(options.json ? JSON.stringify(deliveries, null, 2) : deliveriesTable(deliveries));
      }),
    );

async function found(desk: OutwardDesk, { to, order, limit }: DeliveriesOptions): Promise<readonly Delivery[]> {
  const target = to === undefined ? undefined : (await findEndpoint(desk, to)).endpointId;
  if (order !== undefined) {
    const ofOrder = [...(await desk.log.ofOrder(order))].reverse().filter(({ kind }) => kind === 'webhook');
    return ofOrder.filter((delivery) => target === undefined || delivery.target === target);
  }
  return gather(limit, (cursor) =>
    target === undefined ? desk.log.recent('webhook', cursor) : desk.log.ofEndpoint(target, cursor),
  );
}
