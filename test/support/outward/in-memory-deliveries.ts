import type { Delivery, DeliveryLog, DeliveryPage, DeliveryRecords } from '../../../lambdas/ports/deliveries';

const newestFirst = (deliveries: readonly Delivery[]): DeliveryPage => ({ deliveries: [...deliveries].reverse() });

/** Twin of the DynamoDB log, with pages that have no end. */
export class InMemoryDeliveries implements DeliveryRecords, DeliveryLog {
  readonly all: Delivery[] = [];

  async record(delivery: Delivery): Promise<void> {
    this.all.push(delivery);
  }

  async ofOrder(orderId: string): Promise<readonly Delivery[]> {
    return this.all.filter((delivery) => delivery.orderId === orderId);
  }

  async ofEndpoint(endpointId: string): Promise<DeliveryPage> {
    return newestFirst(this.all.filter(({ kind, target }) => kind === 'webhook' && target === endpointId));
  }

  async recent(kind: Delivery['kind']): Promise<DeliveryPage> {
    return newestFirst(this.all.filter((delivery) => delivery.kind === kind));
  }
}
