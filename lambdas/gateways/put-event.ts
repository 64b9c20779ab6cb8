import type { AwsJsonWrites } from './aws-json-api';

/** Something that happened beside the orders: what they become is told by `event-bridge.ts`. */
interface Happening {
  readonly busName: string;
  readonly source: string;
  readonly event: { readonly type: string };
  /** What the event is of, for the error. */
  readonly of: string;
  readonly timeoutMs: number;
}

/**
 * One event to the bus.
 *
 * @throws when the bus does not take it, or cannot be asked
 */
export async function putEvent(
  aws: Pick<AwsJsonWrites, 'write'>,
  { busName, source, event, of, timeoutMs }: Happening,
): Promise<void> {
  const answer = await aws.write({
    service: 'events',
    target: 'AWSEvents.PutEvents',
    jsonVersion: '1.1',
    input: {
      Entries: [{ EventBusName: busName, Source: source, DetailType: event.type, Detail: JSON.stringify(event) }],
    },
    timeoutMs,
  });
  if ((answer as { readonly FailedEntryCount?: number }).FailedEntryCount !== 0) {
    throw new Error(`the bus did not take the event of ${of}`);
  }
}
