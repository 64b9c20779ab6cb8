import { traceIdIn } from '../../contracts/trace-header';
import type { DeliveryLog } from '../../ports/deliveries';
import type { ExecutionHistory } from '../../ports/execution-history';
import type { FailureHistory } from '../../ports/failure-records';
import type { IntakeStore } from '../../ports/intake-store';
import type { OperatorActions } from '../../ports/operator-actions';
import type { OrderHistory } from '../../ports/order-history';
import type { RefundsOutside } from '../../ports/refunds-outside';
import { describeFailure } from '../../runtime/describe-failure';
import { deliveryEntries } from './delivery-entries';
import { executionEntries } from './execution-entries';
import { actionEntries, failureEntries } from './message-entries';
import { eventEntries, intakeEntries } from './order-entries';
import { refundEntries } from './refund-entries';
import type { Timeline, TimelineEntry, TimelineKind, TimelineSource } from './timeline-entry';

export interface TimelineSources {
  readonly intake: Pick<IntakeStore, 'find'>;
  /** Not there where the database cannot be reached, as from an operator's machine. */
  readonly history?: OrderHistory | undefined;
  readonly executions: ExecutionHistory;
  readonly failures: FailureHistory;
  readonly actions: Pick<OperatorActions, 'actionsOn'>;
  /** Kept where the actions are, and missing with them. @default - none is known of */
  readonly refundsOutside?: Pick<RefundsOutside, 'ofOrder'> | undefined;
  /** @default - nobody is told anything */
  readonly deliveries?: Pick<DeliveryLog, 'ofOrder'> | undefined;
}

/** Of what is said to have happened at the same moment, by clocks that are not the same: what leads to what. */
const KINDS: readonly TimelineKind[] = [
  'accepted',
  'queued',
  'receive',
  'dead-letter',
  'operator',
  'refund',
  'started',
  'step',
  'undo',
  'retry',
  'wait',
  'status',
  'execution',
  'mail',
  'webhook',
];

/**
 * The story of an order, from wherever parts of it are kept. A source that fails takes its part with it and no more:
 * this is read when something is broken.
 *
 * @returns undefined when nobody knows of such an order; that is certain only if no source was away
 */
export const createReadTimeline =
  ({ intake, history, executions, failures, actions, refundsOutside, deliveries }: TimelineSources) =>
  async (orderId: string, seen: { readonly version?: number } = {}): Promise<Timeline | undefined> => {
    const missing: TimelineSource[] = history === undefined ? ['events'] : [];
    const because: Partial<Record<TimelineSource, string>> = {};
    const from = async <Found>(source: TimelineSource, ask: () => Promise<Found | undefined>) => {
      try {
        return await ask();
      } catch (error) {
        const { errorName, message } = describeFailure(error);
        if (!missing.includes(source)) {
          missing.push(source);
        }
        because[source] = `${errorName}: ${message}`;
        return undefined;
      }
    };
    const subject = { orderId, messageId: '' };
    const [record, events, execution, failed, acted, refunded, delivered] = await Promise.all([
      from('intake', () => intake.find(orderId)),
      from('events', async () => history?.eventsOf(orderId, seen.version)),
      from('execution', () => executions.executionOf(orderId)),
      from('failures', () => failures.failuresOf(subject)),
      from('actions', () => actions.actionsOn(subject)),
      from('actions', async () => refundsOutside?.ofOrder(orderId)),
      from('deliveries', async () => deliveries?.ofOrder(orderId)),
    ]);
    const entries = [
      ...(record === undefined ? [] : intakeEntries(record)),
      ...eventEntries(events ?? []),
      ...(execution === undefined ? [] : executionEntries(execution)),
      ...failureEntries(failed ?? []),
      ...actionEntries(acted ?? []),
      ...refundEntries(refunded ?? []),
      ...deliveryEntries(delivered ?? []),
    ];
    if (entries.length === 0 && missing.length === 0) {
      return undefined;
    }
    const traceId = traceIdIn(record?.traceHeader);
    return {
      orderId,
      entries: inOrder(entries).map((entry) => ({ ...(traceId && { traceId }), ...entry })),
      missing,
      ...(Object.keys(because).length === 0 ? {} : { because }),
    };
  };

const inOrder = (entries: readonly TimelineEntry[]): readonly TimelineEntry[] =>
  entries.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
