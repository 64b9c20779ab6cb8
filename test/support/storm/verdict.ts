import type { Effect, StormSubscribers } from './subscribers';

/** What really happened, as the audit trail of the database has it. */
export type StatusChange = Effect & { readonly eventId: string };

/** What is wrong after a storm. Empty: every subscriber knows all of it, in its order, and nothing else. */
export function verdictOf(
  changes: readonly StatusChange[],
  { outside, ledger, index }: Pick<StormSubscribers, 'outside' | 'ledger' | 'index'>,
): readonly string[] {
  const byOrder = new Map<string, StatusChange[]>();
  for (const change of changes) {
    byOrder.set(change.orderId, [...(byOrder.get(change.orderId) ?? []), change]);
  }
  const known = new Map(changes.map((change) => [change.eventId, change]));

  return [
    ...changes
      .filter(({ eventId }) => !outside.has(eventId))
      .map((change) => `outside effects: missed ${text(change)}`),
    ...[...outside].flatMap(([eventId, effect]) => {
      const change = known.get(eventId);
      return change !== undefined && text(change) === text(effect)
        ? []
        : [`outside effects: ${text(effect)} never happened`];
    }),
    ...[...byOrder].flatMap(([orderId, trail]) => {
      const expected = [...trail].sort((a, b) => a.sequence - b.sequence).map(text);
      const applied = (ledger.orders.get(orderId)?.state ?? []).map(text);
      const newest = index.orders.get(orderId)?.state ?? [];
      return [
        ...(applied.join() === expected.join() ? [] : [`ledger: ${applied.join()} instead of ${expected.join()}`]),
        ...(newest.map(text).at(-1) === expected.at(-1) ? [] : [`index: does not end at ${expected.at(-1)}`]),
        ...(isRising(newest) && newest.every((effect) => expected.includes(text(effect)))
          ? []
          : [`index: went back, or somewhere else: ${newest.map(text).join()}`]),
      ];
    }),
    ...strangers('ledger', ledger.orders, byOrder),
    ...strangers('index', index.orders, byOrder),
  ];
}

const strangers = (
  who: string,
  orders: ReadonlyMap<string, unknown>,
  known: ReadonlyMap<string, unknown>,
): readonly string[] => [...orders.keys()].filter((id) => !known.has(id)).map((id) => `${who}: nobody knows ${id}`);

const isRising = (effects: readonly Effect[]): boolean =>
  effects.every(({ sequence }, position) => sequence > (effects[position - 1]?.sequence ?? 0));

const text = ({ orderId, sequence, type, status }: Effect): string => `${orderId}/${sequence} ${type} ${status}`;
