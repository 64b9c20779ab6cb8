import { createHash } from 'node:crypto';
import path from 'node:path';
import { confidentialInWork } from './log-context';
import { PoisonMessageError } from './poison-message';
import { redactText } from './redact';

const LONGEST_MESSAGE = 256;
/** More of a message is not even looked at: what it repeats of a payload may be long. */
const LONGEST_INPUT = 4_096;
const FINGERPRINT_LENGTH = 12;

/** An error in words that may be written down. */
export interface FailureDescription {
  readonly errorName: string;
  readonly message: string;
  readonly fingerprint: string;
}

/**
 * What was thrown, without what it was about: quoted text, e-mail addresses, assigned values and long numbers are left
 * out, since an error of somebody else may repeat what it was given. Two failures have one fingerprint when their
 * names, their messages but for ids and numbers, and the places that threw them are the same.
 */
export function describeFailure(thrown: unknown): FailureDescription {
  const errorName = thrown instanceof Error ? nameOf(thrown) : 'NotAnError';
  const text = thrown instanceof Error ? thrown.message : 'a value that is no error was thrown';
  const known = redactText(text.slice(0, LONGEST_INPUT), confidentialInWork());
  const message = withoutContent(known).slice(0, LONGEST_MESSAGE);
  // Where a message was found to be poison says nothing, and its dead letter keeps the reason alone.
  const place = thrown instanceof Error && !(thrown instanceof PoisonMessageError) ? topFrameOf(thrown) : '';
  return { errorName, message, fingerprint: fingerprintOf(errorName, withoutNumbers(message), place) };
}

export const fingerprintOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, FINGERPRINT_LENGTH);

const nameOf = ({ name }: Error): string => (/^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/.test(name) ? name : 'Error');

const UUID = /\b[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\b/gi;

/** Quotes first, from the first to the last of a line: what stands in them is what somebody sent. */
const withoutContent = (text: string): string =>
  text
    .replace(/(["'`])[^\n]*\1/g, '…')
    .replace(/["'`][^\n]*$/gm, '…')
    .replace(/=\s*(?:\([^)]*\)?|\S+)/g, '=…')
    .replace(/\S+@\S+/g, '…')
    // An id may look like a telephone number, and is needed to find the order.
    .split(new RegExp(`(${UUID.source})`, 'i'))
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/\+?\d(?:[ .-]?\d){5,}/g, '#')))
    .join('')
    .replace(/\s+/g, ' ')
    .trim();

/** Ids and counts differ from order to order, the cause does not. */
const withoutNumbers = (text: string): string =>
  text
    .replace(UUID, '#')
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{8,}\b/gi, '#')
    .replace(/\d+/g, '#');

/** Function and file of the first frame. Lines move with every deployment, so they are left out. */
function topFrameOf({ stack = '' }: Error): string {
  const frame = stack.split('\n').find((line) => /^\s+at /.test(line)) ?? '';
  const [, caller = '', place = ''] = /^\s+at (?:async )?(?:(.*?) \()?([^()]*?)\)?$/.exec(frame) ?? [];
  return `${caller} ${path.basename(place.replace(/(?::\d+)+$/, ''))}`;
}
