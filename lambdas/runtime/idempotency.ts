import { IdempotencyConfig, makeIdempotent } from '@aws-lambda-powertools/idempotency';
import type { BasePersistenceLayer } from '@aws-lambda-powertools/idempotency/persistence';
import type { Context } from 'aws-lambda';
import { MetricName } from '../contracts/metrics';
import { DependencyUnavailableError } from '../domain/failures';
import { measure } from './measure';

/** How long a request gets the same answer; the intake record, which lives on, decides after that. */
const REQUEST_LIFE_SECONDS = 24 * 60 * 60;

/** Where answers are remembered; only this file and the store know that it is Powertools that does it. */
export type IdempotencyStore = BasePersistenceLayer;

/** What an idempotent function answers: a few scalars, so that storing the answer cannot fail on its shape. */
export type PlainResult = Readonly<Record<string, string | number | boolean>>;

/** What is remembered of a request. Both are derived by us, so neither can be missing. */
export interface IdempotentRequest {
  /** One business id, such as an order's or an event's: never composed, never that of a message. */
  readonly key: string;
  readonly bodyHash: string;
}

/** Another call with the same key has not ended yet. */
export class RequestInProgressError extends Error {
  override readonly name = 'RequestInProgressError';
}

/** The key was used before, for another request. */
export class KeyReusedError extends Error {
  override readonly name = 'KeyReusedError';
}

type Effect<Result> = { readonly result: Result } | { readonly error: unknown };

/** The only place that configures Powertools idempotency; `test/unit/runtime/idempotency.test.ts` says why each line. */
const configure = (remainingTimeMs: () => number, recordLifeSeconds: number): IdempotencyConfig =>
  new IdempotencyConfig({
    eventKeyJmesPath: 'key',
    throwOnNoIdempotencyKey: true,
    payloadValidationJmesPath: 'bodyHash',
    hashFunction: 'sha256',
    expiresAfterSeconds: recordLifeSeconds,
    useLocalCache: false,
    // Powertools takes 0 for "unknown" and would then never let go of a call that died.
    lambdaContext: { getRemainingTimeInMillis: () => Math.max(1, Math.ceil(remainingTimeMs())) } as Context,
  });

/**
 * Runs an effect once for each key and gives later calls the first one's answer. The effect must bear
 * being repeated all the same: a call that dies may have had it, and its record is then let go.
 *
 * @param keyPrefix names the operation for good; the default is the function's name, which a deployment may change
 * @throws RequestInProgressError, KeyReusedError, DependencyUnavailableError when the table cannot be
 *   asked (the effect has not begun then), and whatever the effect throws
 */
export const createOnce =
  ({
    persistence,
    keyPrefix,
    recordLifeSeconds = REQUEST_LIFE_SECONDS,
  }: {
    readonly persistence: IdempotencyStore;
    readonly keyPrefix: string;
    readonly recordLifeSeconds?: number;
  }) =>
  async <Result extends PlainResult>(
    request: IdempotentRequest,
    remainingTimeMs: () => number,
    perform: () => Promise<Result>,
  ): Promise<Result> => {
    const { key, bodyHash } = request;
    if (typeof key !== 'string') {
      // A composite key with a part missing would be the key of every caller who misses it.
      throw new TypeError('an idempotency key should be one string');
    }
    let effect: Effect<Result> | undefined;
    const performOnce = makeIdempotent(
      async (_: IdempotentRequest): Promise<Result> => {
        try {
          const result = await perform();
          effect = { result };
          return result;
        } catch (error) {
          effect = { error };
          throw error;
        }
      },
      { persistenceStore: persistence, keyPrefix, config: configure(remainingTimeMs, recordLifeSeconds) },
    );

    try {
      const answer = await performOnce({ key, bodyHash });
      if (effect === undefined) {
        measure(MetricName.IdempotentReplay, 1, { operation: keyPrefix });
      }
      return answer;
    } catch (error) {
      return settle(effect, error);
    }
  };

/** The effect's own outcome stands, whatever went wrong with the record of it afterwards. */
function settle<Result>(effect: Effect<Result> | undefined, error: unknown): Result {
  if (effect !== undefined && 'result' in effect) {
    return effect.result;
  }
  if (effect !== undefined) {
    throw effect.error;
  }
  switch (error instanceof Error ? error.name : '') {
    case 'IdempotencyAlreadyInProgressError':
    // The record changed hands, expired or went away while it was looked at: the next call finds it settled.
    case 'IdempotencyInconsistentStateError':
    case 'IdempotencyItemAlreadyExistsError':
    case 'IdempotencyItemNotFoundError':
      throw new RequestInProgressError('the same request is in progress', { cause: error });
    case 'IdempotencyValidationError':
      throw new KeyReusedError('the key was used for another request', { cause: error });
    case 'IdempotencyPersistenceLayerError':
      if (isMissingKey(error)) {
        throw error;
      }
      throw new DependencyUnavailableError('idempotency table', { cause: error });
    default:
      throw error;
  }
}

/** Not an outage but a mistake of ours, which Powertools wraps alike. */
const isMissingKey = (error: unknown): boolean =>
  error instanceof Error && error.cause instanceof Error && error.cause.name === 'IdempotencyKeyError';
