/**
 * Bounds of every AWS client: the SDK's defaults wait for an answer without end. Three attempts of at most
 * two seconds stay below the time-out of any function that calls; several calls are held by its deadline (`aws-client.ts`).
 */
export const AWS_CLIENT_BOUNDS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;

/** Between two attempts the SDK waits for this long at most: half a second, then a second after being throttled. */
const WAITS_MS = 1_500;

/** What one call takes at most, its attempts included. */
export const AWS_CALL_MS =
  AWS_CLIENT_BOUNDS.maxAttempts *
    (AWS_CLIENT_BOUNDS.requestHandler.connectionTimeout + AWS_CLIENT_BOUNDS.requestHandler.requestTimeout) +
  WAITS_MS;
