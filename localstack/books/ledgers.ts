import type { PaymentEntry, ShipmentEntry } from '../../lambdas/domain/books/books';

/** The ledgers of the simulators: what really happened outside, whatever we believe. */
export async function readLedgers(urls: {
  readonly payments: string;
  readonly shipments: string;
}): Promise<{ readonly payments: readonly PaymentEntry[]; readonly shipments: readonly ShipmentEntry[] }> {
  const [{ payments }, { shipments }] = await Promise.all([
    read<{ payments: readonly PaymentEntry[] }>(urls.payments),
    read<{ shipments: readonly ShipmentEntry[] }>(urls.shipments),
  ]);
  return { payments, shipments };
}

async function read<T>(url: string): Promise<T> {
  const response = await fetch(url);
  if (!response.ok) {
    throw new Error(`expected a ledger at ${url}, got status ${response.status}`);
  }
  return (await response.json()) as T;
}
