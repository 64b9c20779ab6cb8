import { RECORDING_RETURNED_REFUND } from '../../domain/failures';
import type { DeadLetter } from '../../ports/dead-letter-queue';
import type { OrderStanding } from '../../ports/order-standing';
import { isAboutForm } from '../../runtime/poison-message';
import { MOST_REPLAYS } from './bounds';
import type { LetterContent } from './read-letter';

/**
 * `yes`: replaying it is what it needs. `by id`: somebody has to look first, and then says so by naming it. `no`: it
 * would come back, or must not be sent again; only an edit or the archive helps.
 */
export type Replayable = 'yes' | 'by id' | 'no';

export interface Verdict {
  readonly verdict: 'safe to replay' | 'needs a look';
  readonly replayable: Replayable;
  /** A sentence for an operator. */
  readonly because: string;
}

const look = (replayable: 'by id' | 'no', because: string): Verdict => ({
  verdict: 'needs a look',
  replayable,
  because,
});
const safe = (because: string): Verdict => ({ verdict: 'safe to replay', replayable: 'yes', because });

/** Of the orders that have not ended: what is sent may still be needed. */
const AWAITED: { readonly [stands in OrderStanding['stands']]?: string } = {
  'not started': 'its order waits',
  'under way': 'its order is under way',
};

/** Whether a dead letter may be sent back without thinking. When in doubt it needs a look: there is no hurry. */
export function classify(
  content: LetterContent,
  standing: OrderStanding,
  { replays, reason = '', failedWith = '' }: Pick<DeadLetter, 'replays' | 'reason'> & { readonly failedWith?: string },
): Verdict {
  if (content.kind === 'malformed') {
    const waits = AWAITED[standing.stands];
    return look(
      'no',
      waits === undefined
        ? `it can never succeed: ${content.reason}`
        : `as it is it can never succeed, ${content.reason}: repair it, ${waits}`,
    );
  }
  if (replays >= MOST_REPLAYS) {
    return look('no', `it was replayed ${replays} times and came back`);
  }
  if (content.writtenIn !== content.version) {
    return look('by id', `it was written in version ${content.writtenIn}, today's is ${content.version}`);
  }
  if (reason !== '' && !isAboutForm(reason)) {
    return look('by id', `its consumer gave it up: ${reason}`);
  }
  if (content.message === 'paymentEvent') {
    // Sent back before that, it fails again for an hour, and may be sent back a few times only.
    if (failedWith.includes(RECORDING_RETURNED_REFUND) && standing.stands !== 'final') {
      return look(
        'by id',
        'a refund was returned of an order that had not ended: end that first, then replay it; can it not end, pay by hand',
      );
    }
    return safe('it only makes its consumer look how the payment stands');
  }
  if (content.message === 'webhookDelivery') {
    return safe('its attempt is made once, and its receiver knows the event again by its id');
  }
  if (content.message === 'orderEvent' && standing.stands !== 'unknown') {
    // News of an order that has ended are what most of them are.
    return safe('whoever is told of it is told once, and what is out of date by now is skipped');
  }
  switch (standing.stands) {
    case 'final':
      return look('by id', `its order is ${standing.status ?? 'final'} already`);
    case 'repair':
      return look('by id', 'its order needs repair, which a replay does not do');
    case 'unknown':
      return look('by id', 'no such order was accepted');
    case 'under way':
      return content.message === 'executionStatus'
        ? safe('its order has not been marked for repair yet')
        : safe('its order is under way, and the replay changes nothing');
    case 'not started':
      return safe('its order waits for it');
  }
}
