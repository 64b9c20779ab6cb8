import type { Books } from './books';
import type { Violation } from './violation';

/** Everything that was written was published, every dead letter can be worked on, and nobody is waited for. */
export function checkLeftovers({ leftovers }: Books): readonly Violation[] {
  const { unpublished = [], redrivenInVain = [], abandoned = [] } = leftovers ?? {};
  return [
    ...unpublished.map(({ orderId, sequence }) =>
      violation('events', orderId, `event ${sequence} was never published`),
    ),
    ...redrivenInVain.map((subject) =>
      violation('redrive', subject, 'a dead letter that was sent back is there again'),
    ),
    ...abandoned.map((key) => violation('liveness', key, 'its request is in progress for longer than it may be')),
  ];
}

const violation = (invariant: Violation['invariant'], subject: string, detail: string): Violation => ({
  invariant,
  subject,
  detail,
});
