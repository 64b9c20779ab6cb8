import type * as z from 'zod/mini';
import { readMessage, type VersionedMessage } from '../contracts/versioned-message';

const LONGEST_REASON = 256;

const NOT_JSON = 'not JSON';
const MALFORMED = 'malformed at ';

/** Whether a reason is about the form of a message, which today's consumer may read otherwise. */
export const isAboutForm = (reason: string): boolean => reason === NOT_JSON || reason.startsWith(MALFORMED);

/** The message can never succeed, however often it is delivered. The reason repeats nothing of its content. */
export class PoisonMessageError extends Error {
  override readonly name = 'PoisonMessageError';
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.reason = reason.slice(0, LONGEST_REASON);
  }
}

/** @throws PoisonMessageError that names the places at which the message is not as agreed */
export function parseMessage<Schema extends z.ZodMiniType>(schema: Schema, body: string): z.infer<Schema> {
  return parseVersioned({ version: 1, schema, older: [], versionOf: () => 1 }, body);
}

/**
 * Reads a message of today's version, or of any that was released before.
 *
 * @throws PoisonMessageError that names the places at which the message is not as agreed
 */
export function parseVersioned<Schema extends z.ZodMiniType>(
  kind: VersionedMessage<Schema>,
  body: string,
): z.infer<Schema> {
  const result = readMessage(kind, parseJson(body));
  if (result.kind === 'malformed') {
    throw new PoisonMessageError(`${MALFORMED}${result.places.join(', ')}`);
  }
  return result.message;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new PoisonMessageError(NOT_JSON);
  }
}
