import { connectOutbox, outboxVariables } from '../gateways/connect-outbox';
import { connectPaymentProvider, paymentVariables } from '../gateways/connect-payment-provider';
import { sqsClient } from '../gateways/sqs-client';
import { createSqsDeadLetters } from '../gateways/sqs-dead-letters';
import { createSqsMessageVisibility } from '../gateways/sqs-message-visibility';
import { documentClient } from '../persistence/dynamodb/clients';
import { createDynamoFailureRecords } from '../persistence/dynamodb/failure-records';
import { createDynamoRefundsOutside } from '../persistence/dynamodb/refunds-outside';
import { createPostgresPaymentRecords } from '../persistence/postgres/payment-records';
import { createPostgresPaymentStore } from '../persistence/postgres/payment-store';
import { readEnvironment } from '../runtime/environment';
import { signals } from '../runtime/signals';
import { sqsBatch } from '../runtime/sqs-batch';
import { createReconcilePayment } from '../saga/payment/reconcile-payment';
import { createRefundPayment } from '../saga/payment/refund-payment';
import { createSettlePayment, settlePaymentRetry, settlePaymentVariables } from './settle-payment';

const env = readEnvironment(...outboxVariables, ...paymentVariables, ...settlePaymentVariables);
const { aws, database, thenPublish } = connectOutbox(env);
const parts = { payments: createPostgresPaymentStore({ database }), provider: connectPaymentProvider(env, aws) };
const records = createPostgresPaymentRecords({ database });
const reconcile = createReconcilePayment({ ...parts, records, refundPayment: createRefundPayment(parts) });
const sqs = sqsClient();
const table = { client: documentClient(), table: env.FAILURE_RECORDS_TABLE };

export const handler = sqsBatch({
  consumer: 'settle-payment',
  handle: thenPublish(createSettlePayment({ reconcile, signals, refundsOutside: createDynamoRefundsOutside(table) })),
  deadLetters: createSqsDeadLetters({ client: sqs, queueUrl: env.PAYMENT_EVENT_DEAD_LETTERS_URL }),
  visibility: createSqsMessageVisibility({ client: sqs, queueUrl: env.PAYMENT_EVENT_QUEUE_URL }),
  failures: createDynamoFailureRecords(table),
  retry: settlePaymentRetry(env.DELAY_SCALE),
});
