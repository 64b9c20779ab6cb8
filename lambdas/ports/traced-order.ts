import type { Order } from '../domain/order';

/** An order with the trace that it came with: what is told of it later belongs there, whoever tells it. */
export type TracedOrder = Order & { readonly traceHeader?: string | undefined };
