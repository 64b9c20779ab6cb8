import { JWKS_ATTEMPTS, JWKS_TIMEOUT_MS } from '../../../lambdas/api/token-verifier';
import { CALL_TIMEOUT_MS } from '../../../lambdas/gateways/call-timeouts';
import { WEBHOOK_TIMEOUT_MS } from '../../../lambdas/gateways/http-webhook-sender';
import { CHECK_BUDGET_MS } from '../../../lambdas/operations/check-books/check-books';
import { FORGOTTEN_BUDGET_MS } from '../../../lambdas/operations/enqueue-forgotten-orders';
import { EXPIRY_BUDGET_MS } from '../../../lambdas/operations/expire-reservations/expire-reservations';
import { READ_SECRET_TIMEOUT_MS } from '../../../lambdas/operations/owner-credentials';
import { SWEEP_BOUNDS } from '../../../lambdas/operations/publish-left-events';
import { OWNER_CONNECT_TIMEOUT_MS, OWNER_LOCK_TIMEOUT_MS } from '../../../lambdas/persistence/migrate';
import { POSTGRES_BOUNDS } from '../../../lambdas/persistence/postgres/bounds';
import { AWS_CLIENT_BOUNDS } from '../../../lambdas/runtime/aws-client-bounds';
import { PUBLISH_WITHIN_MS } from '../../../lambdas/runtime/then-publish';
import { OUTSIDE_WAYS } from './outside-ways';

/** One attempt of an SDK client. */
const SDK = AWS_CLIENT_BOUNDS.requestHandler.connectionTimeout + AWS_CLIENT_BOUNDS.requestHandler.requestTimeout;
/** The first statement of an invocation may have to wait for its connection. */
const FIRST = POSTGRES_BOUNDS.connectTimeoutMs + POSTGRES_BOUNDS.queryTimeoutMs;
const NEXT = POSTGRES_BOUNDS.queryTimeoutMs;
/**
 * Of a step that calls outside: its statements, answered without an incident. When they are not, its last calls have less
 * time than they may take, and fail as calls without an answer do. `test/unit/gateways/call-timeouts.test.ts` has more room.
 */
const REST = 1_000;

/** How a consumer ends that has failed at its last call: it writes that down, and hides the message at the same time. */
const failed = { 'hide the message, and write down why': SDK };
const outside = (title: keyof typeof OUTSIDE_WAYS): number =>
  (OUTSIDE_WAYS[title] ?? []).reduce((sum, call) => sum + CALL_TIMEOUT_MS[call], 0);
const longestOutside = (step: string): number =>
  Math.max(...Object.keys(OUTSIDE_WAYS).map((title) => (title.startsWith(step) ? outside(title) : 0)));

/** What one way through a function may take, call by call. Milliseconds. */
export type Way = Readonly<Record<string, number>>;

/**
 * The longest way through each function, by the name of its handler: one attempt of each call, none of which is ever
 * answered. Of a batch or a sweep it is one message or one item; what comes after them, and every further attempt, is held
 * by the deadline of the invocation (`test/unit/resilience/deadline.test.ts`, `test/unit/runtime/aws-client.test.ts`).
 */
export const LONGEST_WAYS: Readonly<Record<string, Way>> = {
  authorize: { 'the keys of the issuer, and once more': JWKS_ATTEMPTS * JWKS_TIMEOUT_MS },
  'place-order': {
    'claim the key': SDK,
    'look at it': SDK,
    'put the intake record': SDK,
    'send the order': SDK,
    'mark it as sent': SDK,
    'store the answer': SDK,
  },
  'get-order': { 'the replica': FIRST, 'the writer': FIRST, 'the intake record': SDK },
  'get-timeline': {
    'the replica': FIRST,
    'the writer': FIRST,
    'the intake record': SDK,
    'all sources at once, of which events are asked for twice': Math.max(SDK, 2 * NEXT),
  },
  'list-orders': { 'the replica': FIRST, 'the writer': FIRST },
  'list-products': { 'the replica': FIRST, 'the writer': FIRST },
  'webhook-endpoints': {
    'find the endpoint': SDK,
    'count all': SDK,
    'add it': SDK,
    'read and write the secrets': outside('An endpoint for webhooks, with its secret'),
    'make them current': CALL_TIMEOUT_MS.writeSecret,
  },
  'receive-payment-event': { 'the secret': CALL_TIMEOUT_MS.readSecret, 'send the event': SDK },

  'reserve-inventory': { 'the statement': FIRST, publish: PUBLISH_WITHIN_MS },
  'release-inventory': { 'the statement': FIRST },
  'charge-payment': { 'calls outside': longestOutside('ChargePayment'), rest: REST },
  'refund-payment': { 'calls outside': longestOutside('RefundPayment'), rest: REST },
  'book-shipment': { 'calls outside': longestOutside('BookShipment'), rest: REST },
  'cancel-shipment': { 'calls outside': longestOutside('CancelShipment'), rest: REST },
  'confirm-order': { 'the statement': FIRST, publish: PUBLISH_WITHIN_MS },
  'reject-order': { 'the statement': FIRST, publish: PUBLISH_WITHIN_MS },

  'start-saga': { 'start the execution': SDK, 'mark the order as started': SDK, ...failed },
  'flag-failed-execution': { 'the intake record': SDK, 'the statement': FIRST, publish: PUBLISH_WITHIN_MS, ...failed },
  'settle-payment': {
    'find the payment': FIRST,
    'calls outside': longestOutside('SettlePayment'),
    'begin the refund': NEXT,
    'record it': NEXT,
    publish: PUBLISH_WITHIN_MS,
    ...failed,
  },
  'notify-customer': {
    'claim the mail': SDK,
    'look at the claim': SDK,
    'look at the log': SDK,
    'calls outside': outside('A mail to the customer'),
    'write it down': SDK,
    'remember it, or let go of the claim': SDK,
    ...failed,
  },
  'fan-out-webhooks': {
    'all endpoints': SDK,
    'announce one that is disabled': CALL_TIMEOUT_MS.publishEvents,
    'mark it as announced': SDK,
    'send a delivery to each': SDK,
    ...failed,
  },
  'deliver-webhook': {
    'claim the delivery': SDK,
    'the endpoint': SDK,
    'its secrets': CALL_TIMEOUT_MS.readSecret,
    'its circuit': CALL_TIMEOUT_MS.readCircuit + CALL_TIMEOUT_MS.writeCircuit,
    send: WEBHOOK_TIMEOUT_MS,
    'what it says of the circuit': CALL_TIMEOUT_MS.writeCircuit,
    'note the health of the endpoint': SDK,
    'put the next attempt into the queue': SDK,
    'settle this one': SDK,
    'write it down': SDK,
    ...failed,
  },

  'enqueue-forgotten-orders': {
    'orders before': FORGOTTEN_BUDGET_MS,
    'find orders': SDK,
    'send one': SDK,
    'mark it as sent': SDK,
  },
  'publish-left-events': {
    'rounds before': SWEEP_BOUNDS.withinMs,
    claim: NEXT,
    publish: SWEEP_BOUNDS.publishTimeoutMs,
    'mark what was published': NEXT,
    'park what never will be': NEXT,
    'measure the backlog': NEXT,
  },
  'expire-reservations': {
    'orders before': EXPIRY_BUDGET_MS,
    'list executions': SDK,
    'ask about one': SDK,
    'give back its stock': FIRST,
    'reject it': NEXT,
  },
  'report-gauges': { 'orders and circuits at once': Math.max(FIRST, CALL_TIMEOUT_MS.readCircuit) },
  'check-books': { 'stretches before': CHECK_BUDGET_MS, 'one more': FIRST },
  'find-unfinished-orders': { 'the statement': FIRST },
  'migrate-database': {
    "the owner's secret": READ_SECRET_TIMEOUT_MS,
    'a session, and its turn among migrations': OWNER_CONNECT_TIMEOUT_MS + OWNER_LOCK_TIMEOUT_MS,
    'the table that a migration wants': OWNER_LOCK_TIMEOUT_MS, // it itself may take as long as it does
    "a session for the functions' own user": OWNER_CONNECT_TIMEOUT_MS,
  },
};
