import type { OrderStatus } from '../domain/order';
import type { UnfinishedStep } from './order-store';
import type { TracedOrder } from './traced-order';

/** An order with what its participants have on record, of one moment. */
export interface OrderOnRecord extends TracedOrder {
  readonly status: OrderStatus;
  /** Why it ended, or needs repair. */
  readonly reason?: string | undefined;
  readonly unfinished: readonly UnfinishedStep[];
  /** A person has settled by hand what is unfinished as it stands now. */
  readonly isResolved: boolean;
  /** States of the participants; not there where nothing was begun. */
  readonly books: {
    readonly shipment?: string | undefined;
    readonly payment?: string | undefined;
    readonly reservation?: string | undefined;
  };
}

export interface OrdersOnRecord {
  findOnRecord(orderId: string): Promise<OrderOnRecord | undefined>;
}
