import type { TimelineEntry } from '../../lambdas/operations/timeline/timeline-entry';
import { ACT_LABELS } from '../acts/labels';
import { plural } from '../ui/format';
import { readable, readableIn } from './reason-text';

/** An entry in the words that the rest of the page has for the same things. */
export interface TimelineWords {
  readonly title: string;
  /** What there is to say besides; that all went well at once goes without saying. */
  readonly note: string;
}

export function wordsOf({ kind, title, facts = {} }: TimelineEntry): TimelineWords {
  switch (kind) {
    case 'status':
      return { title: spoken(String(facts['event'] ?? title)), note: '' };
    case 'step':
    case 'undo':
      return { title: spoken(title), note: together(outcomeIn(facts), triesIn(facts)) };
    case 'retry':
    case 'wait':
      return { title: spoken(title), note: together(`try ${facts['attempt']}`, spokenError(facts['error'])) };
    case 'operator':
      return { title: spoken(title.replace(/^[\w-]+(?= by )/, labelled)), note: notes(facts) };
    case 'mail':
    case 'webhook': {
      const { outcome: _, attempt, ...rest } = facts;
      return {
        title: spoken(title),
        note: together(Number(attempt) > 1 ? `try ${attempt}` : '', ...Object.entries(rest).map(named)),
      };
    }
    default:
      return { title: spoken(title), note: notes(facts) };
  }
}

type Facts = NonNullable<TimelineEntry['facts']>;

const notes = (facts: Facts): string => together(...Object.entries(facts).map(named));

/** An act by the name that its button has. */
const labelled = (kind: string): string => ACT_LABELS[kind as keyof typeof ACT_LABELS] ?? kind;

const outcomeIn = ({ outcome, error, message }: Facts): string =>
  outcome === 'succeeded'
    ? ''
    : [outcome, message === undefined ? spokenError(error) : String(message)].filter((word) => word !== '').join(': ');

const triesIn = ({ attempts }: Facts): string => (Number(attempts) > 1 ? plural(Number(attempts), 'try', 'tries') : '');

const named = ([name, value]: readonly [string, Facts[string]]): string =>
  name === 'error' ? spokenError(value) : `${name} ${name === 'reason' ? readableIn(String(value)) : String(value)}`;

const spokenError = (error: Facts[string] | undefined): string => (error === undefined ? '' : readable(String(error)));

const together = (...notes: readonly string[]): string => notes.filter((note) => note !== '').join(', ');

/** `ReserveInventory is tried again` → Reserve inventory is tried again. */
const spoken = (title: string): string => {
  const words = title.replace(/\b(?:[A-Z][a-z]+){2,}\b/g, readable);
  return words.charAt(0).toUpperCase() + words.slice(1);
};
