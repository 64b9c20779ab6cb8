import * as z from 'zod/mini';
import type { OrderEvent } from '../contracts/order-event';
import { EVENT_SOURCE } from '../domain/events';
import { DependencyUnavailableError, OutcomeUnknownError } from '../domain/failures';
import type { EventBus, PublishOutcome } from '../ports/event-bus';
import type { AwsJsonWrites } from './aws-json-api';
import { CALL_TIMEOUT_MS } from './call-timeouts';

/** Of one call of PutEvents. Ten of our events, each at its largest, stay far below its 256 kB. */
const MOST_ENTRIES = 10;

/** Fewer than the sockets that a function of this size can use well. */
const CALLS_AT_ONCE = 4;

const answerSchema = z.object({ Entries: z.array(z.object({ ErrorCode: z.optional(z.nullable(z.string())) })) });

/** Errors of a single entry that say that the same entry may be taken another time. */
const PASSING = /Throttl|Internal|Unavailable|Limit|Timeout|NotAuthorized|AccessDenied|ResourceNotFound/;

/**
 * The event bus of EventBridge, by signed `fetch`. A call may succeed for some of its entries and fail for others: each
 * event has an outcome of its own.
 */
export const createEventBridge = ({
  aws,
  busName,
  traceHeader = () => undefined,
  timeoutMs = CALL_TIMEOUT_MS.publishEvents,
}: {
  readonly aws: Pick<AwsJsonWrites, 'write'>;
  readonly busName: string;
  /** Of the invocation that publishes, when it works on orders. @default - events continue the traces of their orders */
  readonly traceHeader?: () => string | undefined;
  readonly timeoutMs?: number;
}): EventBus => {
  async function putEvents(events: readonly OrderEvent[]): Promise<readonly PublishOutcome[]> {
    const trace = traceHeader();
    try {
      const answer = await aws.write({
        service: 'events',
        target: 'AWSEvents.PutEvents',
        jsonVersion: '1.1',
        input: { Entries: events.map((event) => entryOf(event, busName, trace ?? event.trace)) },
        timeoutMs,
      });
      const parsed = answerSchema.safeParse(answer);
      return events.map((_, index) => outcomeOf(parsed.success ? parsed.data.Entries[index] : undefined));
    } catch (error) {
      if (error instanceof DependencyUnavailableError || error instanceof OutcomeUnknownError) {
        return events.map(() => ({ kind: 'left', reason: error.name }));
      }
      // The call as a whole was refused, e.g. without permission: no fault of any of its events.
      return events.map(() => ({ kind: 'left', reason: error instanceof Error ? error.message : 'UnnamedError' }));
    }
  }

  return {
    async publish(events) {
      const calls = Array.from({ length: Math.ceil(events.length / MOST_ENTRIES) }, (_, index) =>
        events.slice(index * MOST_ENTRIES, (index + 1) * MOST_ENTRIES),
      );
      const outcomes: PublishOutcome[] = [];
      for (let first = 0; first < calls.length; first += CALLS_AT_ONCE) {
        outcomes.push(...(await Promise.all(calls.slice(first, first + CALLS_AT_ONCE).map(putEvents))).flat());
      }
      return outcomes;
    },
  };
};

const entryOf = (event: OrderEvent, busName: string, trace: string | undefined) => ({
  EventBusName: busName,
  Source: EVENT_SOURCE,
  DetailType: event.type,
  Time: Date.parse(event.occurredAt) / 1_000,
  Detail: JSON.stringify(trace === undefined ? event : { ...event, trace }),
  ...(trace === undefined ? {} : { TraceHeader: trace }),
});

/** An entry without an answer may have been taken. */
function outcomeOf(entry: z.infer<typeof answerSchema>['Entries'][number] | undefined): PublishOutcome {
  if (entry === undefined) {
    return { kind: 'left', reason: 'no usable answer' };
  }
  const { ErrorCode: code } = entry;
  if (code === undefined || code === null) {
    return { kind: 'published' };
  }
  return { kind: PASSING.test(code) ? 'left' : 'refused', reason: code };
}
