import { MESSAGES, type MessageKind } from '../../contracts/messages';
import { type ReadMessage, readMessage } from '../../contracts/versioned-message';
import { faultsIn } from './faults-in';

export type LetterContent =
  | {
      readonly kind: 'read';
      readonly message: MessageKind;
      readonly orderId: string | undefined;
      readonly writtenIn: number;
      readonly version: number;
    }
  | { readonly kind: 'malformed'; readonly reason: string };

/** What a dead letter says, read with the eyes of today's consumer. */
export function readLetter(kind: MessageKind, body: string): LetterContent {
  const value = parseJson(body);
  if (value === undefined) {
    return { kind: 'malformed', reason: 'not JSON' };
  }
  switch (kind) {
    case 'order':
      return contentOf(kind, value, readMessage(MESSAGES.order, value), ({ orderId }) => orderId);
    case 'executionStatus':
      return contentOf(kind, value, readMessage(MESSAGES.executionStatus, value), ({ detail }) => detail.name);
    case 'paymentEvent':
      return contentOf(kind, value, readMessage(MESSAGES.paymentEvent, value), ({ orderId }) => orderId);
    case 'webhookDelivery':
      return contentOf(kind, value, readMessage(MESSAGES.webhookDelivery, value), ({ orderId }) => orderId);
    case 'orderEvent':
      return contentOf(kind, value, readMessage(MESSAGES.orderEvent, value), ({ orderId }) => orderId);
  }
}

const contentOf = <Message>(
  kind: MessageKind,
  value: unknown,
  read: ReadMessage<Message>,
  orderIdOf: (message: Message) => string | undefined,
): LetterContent =>
  read.kind === 'read'
    ? {
        kind: 'read',
        message: kind,
        orderId: orderIdOf(read.message),
        writtenIn: read.writtenIn,
        version: MESSAGES[kind].version,
      }
    : { kind: 'malformed', reason: `malformed at ${faultsIn(MESSAGES[kind].schema, value)}` };

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
