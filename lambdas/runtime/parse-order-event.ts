import { MESSAGES } from '../contracts/messages';
import type { OrderEvent } from '../contracts/order-event';
import { parseVersioned } from './poison-message';

/**
 * The event in a message of an `EventConsumer`.
 *
 * @throws PoisonMessageError that names the places at which it is not as agreed
 */
export const parseOrderEvent = (body: string): OrderEvent => parseVersioned(MESSAGES.orderEvent, body);
