import { systemClock } from '../runtime/clock';
import { readEnvironment } from '../runtime/environment';
import { connectWebhooks, webhookVariables } from './connect-webhooks';
import { consumeEvents } from './consume-events';
import { createFanOutWebhooks } from './fan-out-webhooks';

const env = readEnvironment(...webhookVariables);
const { endpoints, queue, health } = connectWebhooks(env);
const parts = { endpoints, queue, health, clock: systemClock, delayScale: env.DELAY_SCALE };

export const handler = consumeEvents('fan-out-webhooks', createFanOutWebhooks(parts));
