import type { MessageKind } from '../../contracts/messages';
import { orderMessageSchema } from '../../contracts/order-message';
import type { IntakeStore } from '../../ports/intake-store';
import type { FindStanding } from '../../ports/order-standing';
import type { AssessedLetter } from './assess';
import { LONGEST_KEPT_BODY, MOST_REPLAYS } from './bounds';
import { refusalOfOrder } from './check-accepted';
import { readLetter } from './read-letter';

/**
 * Whether a payload may take the place of a dead letter's. An edit repairs a message; it does not make an order that
 * nobody has placed, does not turn one order into another, and changes nothing of what its customer has placed.
 *
 * @returns why not, or undefined
 * @throws when it cannot be known, as what is asked is away
 */
export async function refusalOfEdit(
  {
    kind,
    letter,
    findStanding,
    intake,
  }: {
    readonly kind: MessageKind;
    readonly letter: AssessedLetter;
    readonly findStanding: FindStanding;
    readonly intake: Pick<IntakeStore, 'find'>;
  },
  payload: string,
): Promise<string | undefined> {
  const content = readLetter(kind, payload);
  if (content.kind === 'malformed') {
    return `the payload is ${content.reason}`;
  }
  if (content.writtenIn !== content.version) {
    return `the payload should be of version ${content.version}, got ${content.writtenIn}`;
  }
  if (letter.orderId !== undefined && letter.orderId !== content.orderId) {
    return `the payload should be of order ${letter.orderId}, got ${content.orderId ?? 'none'}`;
  }
  if (content.orderId !== undefined && (await findStanding(content.orderId)).stands === 'unknown') {
    return `no order ${content.orderId} was accepted`;
  }
  if (letter.letter.replays >= MOST_REPLAYS) {
    return `the letter was replayed ${letter.letter.replays} times already`;
  }
  return (
    refusalOfKeeping(letter) ??
    (kind === 'order' ? refusalOfOrder({ intake }, orderMessageSchema.parse(JSON.parse(payload))) : undefined)
  );
}

/** What is taken away for good is kept beside the record of who did it, and has to fit there. */
export const refusalOfKeeping = ({ letter }: AssessedLetter): string | undefined => {
  const bytes = Buffer.byteLength(letter.body);
  return bytes > LONGEST_KEPT_BODY
    ? `the letter has ${bytes} bytes, more than the ${LONGEST_KEPT_BODY} kept`
    : undefined;
};
