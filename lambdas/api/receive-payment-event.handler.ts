import { createApiKey } from '../gateways/api-key';
import { createAwsJsonApi } from '../gateways/aws-json-api';
import { createSigningSecrets } from '../gateways/signing-secrets';
import { sqsClient } from '../gateways/sqs-client';
import { createSqsPaymentEventQueue } from '../gateways/sqs-payment-event-queue';
import { createStripeSignedEvents } from '../gateways/stripe-signed-events';
import { openHandler } from '../runtime/api-handler';
import { systemClock } from '../runtime/clock';
import { awsCredentials, awsEndpoint, awsRegion, readEnvironment } from '../runtime/environment';
import { measuredEvents } from '../runtime/payment-event-signals';
import { createReceivePaymentEvent } from './receive-payment-event';

const env = readEnvironment('PAYMENT_EVENT_QUEUE_URL', 'PAYMENT_WEBHOOK_SECRETS', 'PAYMENT_WEBHOOK_SECRET_ARN');
const aws = createAwsJsonApi({ region: awsRegion(), endpoint: awsEndpoint(), credentials: awsCredentials });
const source = { key: env.PAYMENT_WEBHOOK_SECRETS, secretArn: env.PAYMENT_WEBHOOK_SECRET_ARN };
const secrets = createSigningSecrets(createApiKey(source, { aws, clock: systemClock }));
const signedEvents = measuredEvents(createStripeSignedEvents({ secrets, clock: systemClock }));
const queue = createSqsPaymentEventQueue({ client: sqsClient(), queueUrl: env.PAYMENT_EVENT_QUEUE_URL });

export const handler = openHandler('POST /webhooks/payment', createReceivePaymentEvent({ signedEvents, queue }));
