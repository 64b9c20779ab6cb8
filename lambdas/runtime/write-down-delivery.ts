import { MetricName } from '../contracts/metrics';
import type { Delivery, DeliveryRecords } from '../ports/deliveries';
import { measure } from './measure';
import { logger } from './powertools';

/** Writes down what was sent. That it could not be written down is no reason to send it again. */
export const writeDownDelivery =
  (records: DeliveryRecords) =>
  async (delivery: Delivery): Promise<void> => {
    const { kind, deliveryId, eventId, orderId, target, attempt, outcome, reason } = delivery;
    const facts = { kind, deliveryId, eventId, orderId, target, attempt, outcome, reason };
    measure(MetricName.DeliveryOutcome, 1, { operation: kind, outcome });
    if (outcome === 'given up') {
      logger.error('a delivery was given up', facts);
    } else {
      logger.info('a delivery', facts);
    }
    try {
      await records.record(delivery);
    } catch (error) {
      logger.warn('could not write a delivery down', { deliveryId, error: error as Error });
    }
  };
