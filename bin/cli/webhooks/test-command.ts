import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import type { WebhookDelivery } from '../../../lambdas/contracts/webhook-delivery';
import { deliveryIdOf } from '../../../lambdas/domain/webhooks/ids';
import type { Delivery } from '../../../lambdas/ports/deliveries';
import { type TargetOptions, withTarget } from '../aws-target';
import { CommandError, EXIT } from '../command-error';
import { atOutwardDesk, findEndpoint, type OutwardDesk } from './desk';
import { deliveriesTable } from './tables';

/** Longer than an endpoint has for its answer, and the way there. */
const PATIENCE_MS = 30_000;
const POLL_EVERY_MS = 500;

export const testCommand = (): Command =>
  withTarget(new Command('test'))
    .description('sends an event that is about no order, signed like any other, and waits for the answer')
    .argument('<endpoint>', "its id, or the beginning of it, see 'list'")
    .option('--json', 'as JSON, for scripts')
    .action((id: string, options: TargetOptions & { readonly json?: true }) =>
      atOutwardDesk(options, async (desk) => {
        const { endpointId } = await findEndpoint(desk, id);
        const delivery = testDelivery(endpointId);
        await desk.queue.send(delivery, 0);
        const outcome = await firstAttempt(desk, delivery);
        console.log(options.json ? JSON.stringify(outcome, null, 2) : deliveriesTable([outcome]));
        process.exitCode = outcome.outcome === 'delivered' ? 0 : EXIT.failure;
      }),
    );

function testDelivery(endpointId: string): WebhookDelivery {
  const eventId = randomUUID();
  const type = 'webhook.test';
  return {
    schemaVersion: 1,
    deliveryId: deliveryIdOf({ endpointId, eventId }),
    endpointId,
    eventId,
    eventType: type,
    body: JSON.stringify({ type, timestamp: new Date().toISOString(), data: { endpointId } }),
    attempt: 1,
    run: 0,
  };
}

/** @throws CommandError when there is none in time */
async function firstAttempt({ log }: OutwardDesk, { deliveryId, endpointId }: WebhookDelivery): Promise<Delivery> {
  const giveUpAt = performance.now() + PATIENCE_MS;
  while (performance.now() < giveUpAt) {
    const { deliveries } = await log.ofEndpoint(endpointId);
    const found = deliveries.findLast((delivery) => delivery.deliveryId === deliveryId);
    if (found !== undefined) {
      return found;
    }
    await sleep(POLL_EVERY_MS);
  }
  throw new CommandError(`it was not sent within ${PATIENCE_MS / 1_000} s: is the consumer of webhooks running?`);
}
