import { ORDER_EVENT_TYPES } from '../domain/events';

/** What an endpoint may ask for. */
export const WEBHOOK_EVENT_TYPES = ORDER_EVENT_TYPES;
