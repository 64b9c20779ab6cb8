import { randomUUID } from 'node:crypto';
import { SQSClient } from '@aws-sdk/client-sqs';
import { emulatorClient } from '../../../localstack/aws';
import { createOrderQueueAccess } from '../../../localstack/main-job/order-queue-access';
import { fetchPatiently, isThrottled } from '../../../localstack/main-job/patient-fetch';
import type { OrderQueueAccess } from '../../../localstack/main-job/scenarios';
import { createShop, type Shop } from '../../../localstack/main-job/shop';
import { localCloud, tokenOf } from '../local-cloud';

export interface Customer {
  readonly customerId: string;
  readonly shop: Shop;
  readonly queue: OrderQueueAccess;
  /** A request that no well-behaved client would send. */
  request(path: string, init?: RequestInit): Promise<Response>;
}

/** A customer that nobody else is, so that test files do not see each other's orders. */
export function newCustomer({ operator = false }: { readonly operator?: boolean } = {}): Customer {
  const { api, emulator, queues } = localCloud();
  const customerId = `customer-${randomUUID()}`;
  const token = tokenOf(customerId, { operator });
  const sqs = new SQSClient(emulatorClient(emulator));

  return {
    customerId,
    shop: createShop({ api, token }),
    queue: createOrderQueueAccess({ sqs, queueUrl: queues.orders, customerId }),
    request: (path, init = {}) =>
      fetchPatiently(
        `${api}${path}`,
        { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } },
        isThrottled,
      ),
  };
}
