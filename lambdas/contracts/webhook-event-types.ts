import { EVENT_OF_STATUS } from '../domain/events';

/** What an endpoint may ask for. */
export const WEBHOOK_EVENT_TYPES = Object.values(EVENT_OF_STATUS);
