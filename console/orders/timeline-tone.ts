import type { TimelineEntry, TimelineKind } from '../../lambdas/operations/timeline/timeline-entry';
import type { Tone } from '../ui/status';

const OF_KIND: { readonly [kind in TimelineKind]: Tone } = {
  accepted: 'idle',
  queued: 'idle',
  started: 'idle',
  status: 'good',
  step: 'good',
  undo: 'warn',
  retry: 'warn',
  wait: 'warn',
  execution: 'good',
  receive: 'bad',
  'dead-letter': 'bad',
  operator: 'busy',
  refund: 'bad',
  mail: 'idle',
  webhook: 'idle',
};

const OF_STATUS: Readonly<Record<string, Tone>> = { REJECTED: 'idle', CANCELLED: 'idle', NEEDS_REPAIR: 'bad' };

/** What a step, an act of an operator, or word to somebody came to, where that is more than its kind says. */
const OF_OUTCOME: Readonly<Record<string, Tone>> = {
  rejected: 'warn',
  waiting: 'warn',
  failed: 'bad',
  'given up': 'bad',
  running: 'busy',
};

/** How what happened is to be taken: the same as its words say. */
export function toneOf({ kind, title, facts = {} }: TimelineEntry): Tone {
  switch (kind) {
    case 'status':
      return OF_STATUS[title] ?? OF_KIND.status;
    case 'execution':
      return title === 'saga succeeded' ? 'good' : 'bad';
    default:
      return OF_OUTCOME[String(facts['outcome'])] ?? OF_KIND[kind];
  }
}
