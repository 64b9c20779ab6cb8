import type { ApiKey } from './api-key';

/**
 * The secrets that somebody's messages may be signed with: more than one while they are rotated, in one text and
 * separated by white space.
 *
 * @throws Error when there is no text: at cold start, not at the first message
 */
export function createSigningSecrets(text: ApiKey | undefined): () => Promise<readonly string[]> {
  if (text === undefined) {
    throw new Error('signatures cannot be verified without a secret, or the secret of Secrets Manager that holds it');
  }
  return async () => (await text.read()).split(/\s+/).filter((secret) => secret !== '');
}
