import { FetchError } from 'aws-jwt-verify/error';
import type { Fetcher } from 'aws-jwt-verify/https';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);
const TIMEOUT_MS = 4_000;
const LARGEST_BYTES = 256 * 1024;

export const isPlainLoopback = (uri: string): boolean => {
  const { protocol, hostname } = new URL(uri);
  return protocol === 'http:' && LOOPBACK.has(hostname);
};

/**
 * Fetches keys over plain http, which the verifier's own fetcher refuses: for the issuer of a local run, on
 * this machine and nowhere else.
 *
 * @throws FetchError when the address is not a loopback address, or gives no usable answer
 */
export const loopbackFetcher: Fetcher = {
  async fetch(uri) {
    if (!isPlainLoopback(uri)) {
      throw new FetchError(uri, 'keys are fetched without TLS from this machine only');
    }
    try {
      const response = await fetch(uri, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      const body = await response.arrayBuffer();
      if (!response.ok || body.byteLength > LARGEST_BYTES) {
        throw new Error(`the issuer answered ${response.status} with ${body.byteLength} bytes`);
      }
      return body;
    } catch (error) {
      throw new FetchError(uri, error instanceof Error ? error.message : 'no answer');
    }
  },
};
