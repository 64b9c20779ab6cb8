import type { OrderEvent } from '../../../lambdas/contracts/order-event';
import type { Snapshot } from '../../support/contracts/store-world';
import type { Verdict } from './verdict';

const nameOf = ({
  orderId,
  sequence,
  type,
}: Pick<Snapshot['events'][number], 'orderId' | 'sequence' | 'type'>): string => `${orderId} ${sequence} ${type}`;

/** What is on record was published, nothing else was, and a repetition has the id of the first. */
export function checkPublished(onRecord: Snapshot['events'], published: readonly OrderEvent[]): Verdict['violations'] {
  const known = new Set(onRecord.map((event) => nameOf(event)));
  const idsByName = Map.groupBy(published, nameOf);
  const violation = (subject: string, detail: string) => ({ invariant: 'published', subject, detail });
  return [
    ...[...known].filter((name) => !idsByName.has(name)).map((name) => violation(name, 'was never published')),
    ...[...idsByName.keys()].filter((name) => !known.has(name)).map((name) => violation(name, 'is not on record')),
    ...[...idsByName]
      .filter(([, events]) => new Set(events.map(({ eventId }) => eventId)).size > 1)
      .map(([name]) => violation(name, 'was published under two ids')),
  ];
}
