/**
 * Bounds of every AWS client: the SDK's defaults wait for an answer without end. Three attempts of at most
 * two seconds stay below the time-out of any function that calls.
 */
export const AWS_CLIENT_BOUNDS = {
  maxAttempts: 3,
  requestHandler: { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true },
} as const;
