import { DependencyUnavailableError } from '../domain/failures';

/** What the SDK's errors say about whose fault they are; errors of the connection say nothing. */
interface AwsError {
  readonly $fault?: 'client' | 'server';
  readonly $retryable?: unknown;
  readonly name: string;
}

const THROTTLED = /Throttl|TooManyRequests|RequestLimitExceeded|ThroughputExceeded|SlowDown|RequestTimeout/;

/** The service refused the call as such: sending it again cannot help. */
const isRefusal = ({ $fault, $retryable, name }: AwsError): boolean =>
  $fault === 'client' && $retryable === undefined && !THROTTLED.test(name);

/** A mistake of ours must not look like an outage, which is waited for. */
const isBug = (error: Error): boolean =>
  (error instanceof TypeError || error instanceof RangeError || error instanceof ReferenceError) &&
  !('$metadata' in error);

/**
 * Calls an AWS service whose own retries are used up when this throws.
 *
 * @throws DependencyUnavailableError when the service is away, slow or throttles; a refusal or a bug stays as it is
 */
export async function whenAvailable<Result>(dependency: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof Error && (isRefusal(error) || isBug(error))) {
      throw error;
    }
    throw new DependencyUnavailableError(dependency, { cause: error });
  }
}
