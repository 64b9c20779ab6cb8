import { OutcomeUnknownError } from '../../../lambdas/domain/failures';
import type { AwsJsonCall } from '../../../lambdas/gateways/aws-json-api';
import type { Chance } from './chance';

interface Entries {
  readonly Entries: readonly { readonly Detail: string }[];
}

/**
 * EventBridge as `PutEvents` shows it, in a storm: some calls are not answered although the events were taken, some
 * fail for a part of their events, and while it is away none is taken at all.
 */
export function createStormBus(chance: Chance, deliver: (body: string) => void) {
  const bus = { isAway: false, taken: 0 };
  const take = (entry: Entries['Entries'][number]): { readonly EventId: string } => {
    bus.taken += 1;
    deliver(entry.Detail);
    return { EventId: String(bus.taken) };
  };

  return Object.assign(bus, {
    async write({ target, input }: AwsJsonCall): Promise<unknown> {
      const { Entries } = input as unknown as Entries;
      if (bus.isAway) {
        throw new OutcomeUnknownError(target, 'no usable answer');
      }
      const answer = Entries.map((entry) =>
        chance.happens(0.02) ? { ErrorCode: 'ThrottlingException' } : take(entry),
      );
      if (chance.happens(0.02)) {
        throw new OutcomeUnknownError(target, 'no usable answer');
      }
      return { FailedEntryCount: answer.filter((one) => 'ErrorCode' in one).length, Entries: answer };
    },
  });
}
