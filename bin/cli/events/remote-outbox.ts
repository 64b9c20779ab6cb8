import type { LambdaClient } from '@aws-sdk/client-lambda';
import {
  backlogSchema,
  type OutboxQuestion,
  parkedEventsSchema,
  unparkedSchema,
} from '../../../lambdas/contracts/outbox-question';
import type { Outbox } from '../../../lambdas/ports/outbox';
import { askFunction } from '../ask-function';

/** What the command line does with the outbox. */
export type LookedAfterOutbox = Pick<Outbox, 'backlog' | 'parked' | 'unpark'>;

/** That of a cloud stage, asked through the function that stands beside it. */
export function createRemoteOutbox(at: {
  readonly client: LambdaClient;
  readonly functionName: string;
}): LookedAfterOutbox {
  const ask = askFunction<OutboxQuestion>(at);
  return {
    backlog: () => ask({ outbox: 'backlog' }, backlogSchema),
    parked: ({ limit }) => ask({ outbox: 'parked', limit }, parkedEventsSchema),
    unpark: (eventId) => ask({ outbox: 'unpark', eventId }, unparkedSchema),
  };
}
