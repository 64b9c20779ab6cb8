import type { ConsistentOrders } from '../ports/consistent-orders';
import type { ApiAnswer } from '../runtime/api-handler';
import type { ApiRequest } from '../runtime/api-request';
import { consistencyHeader, seenBy } from './consistency-header';

/**
 * `GET /products`: the catalogue with its prices. What is available may be gone when an order is reserved. It has no
 * versions, so the answer's token is the one that came with the request.
 */
export const createListProducts =
  ({ catalogue }: { readonly catalogue: Pick<ConsistentOrders, 'listProducts'> }) =>
  async (request: ApiRequest): Promise<ApiAnswer> => {
    const seen = seenBy(request);
    return {
      status: 200,
      headers: consistencyHeader(seen),
      body: { products: await catalogue.listProducts(seen) },
    };
  };
