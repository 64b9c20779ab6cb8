import type * as z from 'zod/mini';
import type { InvalidPart } from './problem';

/** A body with a thousand mistakes gets an answer of bounded size. */
const MOST_PARTS = 20;
const LONGEST_KEY = 64;

/** Escapes a key for a JSON pointer (RFC 6901) in a URI fragment. */
const token = (key: PropertyKey): string =>
  encodeURIComponent(String(key).slice(0, LONGEST_KEY).toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));

const pointerTo = (path: readonly PropertyKey[]): string => ['#', ...path.map(token)].join('/');

/** Names the parts of a body that a schema refused. The refused values themselves are never repeated. */
export const invalidParts = (error: z.core.$ZodError): readonly InvalidPart[] =>
  error.issues
    .flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ pointer: pointerTo([...issue.path, key]), detail: 'is not part of this request' }))
        : [{ pointer: pointerTo(issue.path), detail: issue.message }],
    )
    .slice(0, MOST_PARTS);

const TYPES: { readonly [expected: string]: string } = {
  object: 'an object',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
};

const UNITS: { readonly [origin: string]: string } = { string: 'characters', array: 'items' };

function bound(origin: string, words: string, limit: number | bigint): string {
  const unit = UNITS[origin];
  return unit === undefined ? `must be ${words} ${limit}` : `must have ${words} ${limit} ${unit}`;
}

/** The sentences of our own: the schema library's would depend on its version and language. */
export const describeIssue: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'too_small':
      return bound(issue.origin, 'at least', issue.minimum);
    case 'too_big':
      return bound(issue.origin, 'at most', issue.maximum);
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    default:
      return 'does not have the expected form';
  }
};
