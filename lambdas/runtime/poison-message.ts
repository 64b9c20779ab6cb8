import type * as z from 'zod/mini';

const LONGEST_REASON = 256;

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
  const result = schema.safeParse(parseJson(body));
  if (!result.success) {
    const places = result.error.issues.map(({ path }) => path.join('.') || 'its root');
    throw new PoisonMessageError(`malformed at ${[...new Set(places)].join(', ')}`);
  }
  return result.data;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw new PoisonMessageError('not JSON');
  }
}
