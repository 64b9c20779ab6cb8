import { MESSAGES, type MessageKind } from '../../contracts/messages';
import { readMessage } from '../../contracts/versioned-message';

export type LetterContent =
  | {
      readonly kind: 'read';
      readonly orderId: string | undefined;
      readonly writtenIn: number;
      readonly version: number;
      /** It only makes its consumer look how things stand, so a replay at any time is harmless. */
      readonly isOnlyALook: boolean;
    }
  | { readonly kind: 'malformed'; readonly reason: string };

/** What a dead letter says, read with the eyes of today's consumer. */
export function readLetter(kind: MessageKind, body: string): LetterContent {
  const value = parseJson(body);
  if (value === undefined) {
    return { kind: 'malformed', reason: 'not JSON' };
  }
  switch (kind) {
    case 'order': {
      const read = readMessage(MESSAGES.order, value);
      return read.kind === 'read' ? contentOf(kind, read.message.orderId, read.writtenIn) : malformed(read.places);
    }
    case 'executionStatus': {
      const read = readMessage(MESSAGES.executionStatus, value);
      return read.kind === 'read' ? contentOf(kind, read.message.detail.name, read.writtenIn) : malformed(read.places);
    }
    case 'paymentEvent': {
      const read = readMessage(MESSAGES.paymentEvent, value);
      return read.kind === 'read' ? contentOf(kind, read.message.orderId, read.writtenIn) : malformed(read.places);
    }
  }
}

const contentOf = (kind: MessageKind, orderId: string | undefined, writtenIn: number): LetterContent => ({
  kind: 'read',
  orderId,
  writtenIn,
  version: MESSAGES[kind].version,
  isOnlyALook: kind === 'paymentEvent',
});

const malformed = (places: readonly string[]): LetterContent => ({
  kind: 'malformed',
  reason: `malformed at ${places.join(', ')}`,
});

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
