import type { OrderReader } from '../ports/order-reader';
import type { ApiAnswer } from '../runtime/api-handler';

/** `GET /products`: the catalogue with its prices. What is available may be gone when an order is reserved. */
export const createListProducts =
  ({ catalogue }: { readonly catalogue: Pick<OrderReader, 'listProducts'> }) =>
  async (): Promise<ApiAnswer> => ({ status: 200, body: { products: await catalogue.listProducts() } });
