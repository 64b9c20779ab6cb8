import type * as z from 'zod/mini';

/** A version that was released and may still lie in a queue. */
export interface OlderVersion {
  readonly version: number;
  readonly schema: z.ZodMiniType;
  /** Makes the message of the next version out of one that fits `schema`. */
  readonly upcast: (message: unknown) => unknown;
}

/** A kind of message with every version that was ever released. */
export interface VersionedMessage<Schema extends z.ZodMiniType = z.ZodMiniType> {
  readonly version: number;
  readonly schema: Schema;
  /** Ascending and without gaps up to the version before today's: a version that was released is never removed. */
  readonly older: readonly OlderVersion[];
  /** @default the member `schemaVersion` */
  readonly versionOf?: (message: unknown) => unknown;
}

export type ReadMessage<Message> =
  | { readonly kind: 'read'; readonly message: Message; readonly writtenIn: number }
  | { readonly kind: 'malformed'; readonly places: readonly string[] };

/** Keeps the type of the schema and its upcaster together, which a list of versions cannot. */
export const olderVersion = <Schema extends z.ZodMiniType>(
  version: number,
  schema: Schema,
  upcast: (message: z.infer<Schema>) => unknown,
): OlderVersion => ({ version, schema, upcast: upcast as OlderVersion['upcast'] });

/** Reads a message of any released version as one of today's. */
export function readMessage<Schema extends z.ZodMiniType>(
  kind: VersionedMessage<Schema>,
  value: unknown,
): ReadMessage<z.infer<Schema>> {
  const writtenIn = (kind.versionOf ?? schemaVersionOf)(value);
  const steps = kind.older.filter(({ version }) => typeof writtenIn === 'number' && version >= writtenIn);
  const isOlder = steps.length > 0 && steps[0]?.version === writtenIn;

  let message = value;
  for (const { schema, upcast } of isOlder ? steps : []) {
    const result = schema.safeParse(message);
    if (!result.success) {
      return malformed(result.error);
    }
    message = upcast(result.data);
  }
  const today = kind.schema.safeParse(message);
  return today.success
    ? { kind: 'read', message: today.data, writtenIn: isOlder ? Number(writtenIn) : kind.version }
    : malformed(today.error);
}

const schemaVersionOf = (message: unknown): unknown =>
  typeof message === 'object' && message !== null && 'schemaVersion' in message ? message.schemaVersion : undefined;

/** Where, and never what: the message may hold anything. */
const malformed = (error: z.core.$ZodError): ReadMessage<never> => ({
  kind: 'malformed',
  places: [...new Set(error.issues.map(({ path }) => path.join('.') || 'its root'))],
});
