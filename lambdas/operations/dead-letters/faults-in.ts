import type * as z from 'zod/mini';

/** Of a message that is something else altogether, the first ones say so. */
const MOST_NAMED = 5;

/**
 * Where a value is not as agreed, with what should be there and what is. Text is not repeated: it may be about a person.
 *
 * @returns e.g. `schemaVersion (should be 1, got 0)`
 */
export function faultsIn(schema: z.ZodMiniType, value: unknown): string {
  const issues = schema.safeParse(value).error?.issues ?? [];
  const faults = new Map(
    issues.map((issue) => {
      const place = issue.path.join('.') || 'its root';
      return [place, `${place} (should be ${expectedBy(issue)}, got ${foundAt(issue.path, value)})`];
    }),
  );
  const more = faults.size > MOST_NAMED ? [`${faults.size - MOST_NAMED} more`] : [];
  return [...[...faults.values()].slice(0, MOST_NAMED), ...more].join(', ');
}

function expectedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_value':
      return issue.values.map(String).join(' or ');
    case 'invalid_type':
      return issue.expected;
    case 'invalid_format':
      return issue.format === 'regex' ? 'in the agreed form' : issue.format;
    case 'too_small':
      return `at least ${issue.minimum}${unitOf(issue.origin)}`;
    case 'too_big':
      return `at most ${issue.maximum}${unitOf(issue.origin)}`;
    default:
      return 'as agreed';
  }
}

const unitOf = (origin: string): string => (origin === 'string' || origin === 'array' ? ' long' : '');

function foundAt(path: readonly PropertyKey[], value: unknown): string {
  const found = path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown> | undefined)?.[key], value);
  if (found === undefined) {
    return 'nothing';
  }
  if (typeof found === 'string') {
    return 'text';
  }
  return Array.isArray(found)
    ? `a list of ${found.length}`
    : typeof found === 'object' && found !== null
      ? 'an object'
      : String(found);
}
