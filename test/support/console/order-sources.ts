import type { DossierSources } from '../../../console/orders/dossier';
import type { ReadOrder } from '../../../console/orders/read-order';
import { orderIdOf } from '../mothers/order-mother';

const NOT_HERE = { missing: 'not in this test' };

/** An order as the console reads it, in the middle of its way unless it is said. */
export const readOrderOf = (overrides: Partial<ReadOrder> = {}): ReadOrder => ({
  orderId: orderIdOf(1),
  customerId: 'customer-1',
  status: 'CHARGED',
  version: 3,
  totalMinor: 1_780,
  currency: 'EUR',
  compensatingAt: null,
  reason: null,
  unfinished: null,
  isResolved: false,
  acceptedAt: new Date('2026-03-01T11:58:00.000Z'),
  updatedAt: new Date('2026-03-01T11:59:00.000Z'),
  lines: [],
  events: [],
  reservation: null,
  payment: null,
  shipment: null,
  ...overrides,
});

/** Where a page of an order comes from: nothing is known of any. */
export const sourcesOf = (overrides: Partial<DossierSources> = {}): DossierSources => ({
  order: async () => undefined,
  resolutions: async () => [],
  accepted: async () => undefined,
  definition: async () => ({ StartAt: 'None', States: {} }),
  walk: async () => undefined,
  failures: async () => [],
  actions: async () => [],
  timeline: NOT_HERE,
  traces: NOT_HERE,
  ...overrides,
});
