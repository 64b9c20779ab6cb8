import type { ApiRequest } from '../simulator/answer';
import type { PaymentBook } from './payment-book';
import { intentDocument, refundDocument } from './stripe-documents';
import { readMetadata, readParameters, requireInteger, requireText } from './stripe-parameters';
import { invalidRequest } from './stripe-refusal';

export interface StripeOperation {
  readonly name: string;
  /** Unset for operations that create an intent. */
  readonly intentId: string | undefined;
  readonly orderId: string | undefined;
  /** Throws a `StripeRefusal`; when `validated`, one that Stripe stores under the key. */
  readonly run: () => Record<string, unknown>;
}

const INTENT = /^\/v1\/payment_intents\/([^/]+)(?:\/(confirm|cancel))?$/;
const CREATE_PARAMETERS = [
  /^amount$/,
  /^currency$/,
  /^payment_method$/,
  /^allowed_payment_method_types\[\d+\]$/,
  /^capture_method$/,
  /^confirm$/,
  /^description$/,
  /^metadata\[.+\]$/,
];
const REFUND_PARAMETERS = [/^payment_intent$/, /^amount$/, /^reason$/, /^metadata\[.+\]$/];
/** Unless a list is asked for more: as with Stripe, https://docs.stripe.com/api/pagination. */
const LISTED_AT_ONCE = 10;

/**
 * Which operation a request asks for; its parameters are validated here, before anything has an effect.
 *
 * @throws StripeRefusal when a parameter is missing or unknown
 */
export function readOperation(request: ApiRequest, book: PaymentBook): StripeOperation | undefined {
  const form = new URLSearchParams(request.body);
  const [, id, verb] = request.path.match(INTENT) ?? [];
  if (id !== undefined) {
    return onIntent(request.method, id, verb, form, book);
  }
  switch (`${request.method} ${request.path}`) {
    case 'POST /v1/payment_intents':
      return createIntent(form, book);
    case 'POST /v1/refunds':
      return createRefund(form, book);
    case 'GET /v1/refunds':
      return listRefunds(new Map(request.query), book);
    default:
      return undefined;
  }
}

const orderOf = (book: PaymentBook, intentId: string) => book.peek(intentId)?.metadata['orderId'];

function onIntent(
  method: string,
  intentId: string,
  verb: string | undefined,
  form: URLSearchParams,
  book: PaymentBook,
): StripeOperation | undefined {
  const operation = (name: string, run: StripeOperation['run']): StripeOperation => ({
    name,
    intentId,
    orderId: orderOf(book, intentId),
    run,
  });
  switch (`${method} ${verb ?? ''}`) {
    case 'GET ':
      return operation('retrieve-intent', () => intentDocument(book.retrieve(intentId)));
    case 'POST confirm':
      readParameters(form, []);
      return operation('confirm-intent', () => intentDocument(book.confirm(intentId)));
    case 'POST cancel':
      readParameters(form, [/^cancellation_reason$/]);
      return operation('cancel-intent', () => intentDocument(book.cancel(intentId)));
    default:
      return undefined;
  }
}

function createIntent(form: URLSearchParams, book: PaymentBook): StripeOperation {
  const parameters = readParameters(form, CREATE_PARAMETERS);
  if (parameters.get('confirm') === 'true') {
    throw invalidRequest('The simulator confirms intents in a call of its own.', { param: 'confirm' });
  }
  const request = {
    amount: requireInteger(parameters, 'amount'),
    currency: requireText(parameters, 'currency').toLowerCase(),
    paymentMethod: parameters.get('payment_method'),
    metadata: readMetadata(parameters),
  };
  return {
    name: 'create-intent',
    intentId: undefined,
    orderId: request.metadata['orderId'],
    run: () => intentDocument(book.createIntent(request)),
  };
}

function createRefund(form: URLSearchParams, book: PaymentBook): StripeOperation {
  const parameters = readParameters(form, REFUND_PARAMETERS);
  const intentId = requireText(parameters, 'payment_intent');
  const amount = parameters.has('amount') ? requireInteger(parameters, 'amount') : undefined;
  const metadata = readMetadata(parameters);
  return {
    name: 'create-refund',
    intentId,
    orderId: orderOf(book, intentId),
    run: () => refundDocument(book.refund({ intentId, amount, metadata })),
  };
}

function listRefunds(query: ReadonlyMap<string, string>, book: PaymentBook): StripeOperation {
  const intentId = requireText(query, 'payment_intent');
  const limit = Number(query.get('limit') ?? LISTED_AT_ONCE);
  return {
    name: 'list-refunds',
    intentId,
    orderId: orderOf(book, intentId),
    run: () => {
      const refunds = book.refundsOf(intentId).map(refundDocument);
      return { object: 'list', url: '/v1/refunds', has_more: refunds.length > limit, data: refunds.slice(0, limit) };
    },
  };
}
