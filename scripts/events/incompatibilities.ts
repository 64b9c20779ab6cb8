/** As much of JSON Schema as our events use. What is not listed here is not understood, and so not allowed. */
export interface JsonSchema {
  readonly [keyword: string]: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
}

/** These tell people something and machines nothing. */
const ANNOTATIONS: ReadonlySet<string> = new Set(['$schema', '$id', 'title', 'description', 'examples']);
const STRUCTURE: ReadonlySet<string> = new Set(['properties', 'required', 'items']);
const CONSTRAINTS: ReadonlySet<string> = new Set([
  ...['type', 'const', 'enum', 'format', 'pattern', 'minLength', 'maxLength'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'minItems', 'maxItems'],
]);

/**
 * Why whoever was built for the released schema would not get on with events of the current one, or today's consumers
 * with events that were written before and are still on their way. Both have to work, so only one change is compatible:
 * a new member that may be missing.
 */
export function incompatibilities(released: JsonSchema, current: JsonSchema, at = 'the event'): readonly string[] {
  const found: string[] = [];
  const keywords = new Set([...Object.keys(released), ...Object.keys(current)]);
  for (const keyword of keywords) {
    if (ANNOTATIONS.has(keyword) || STRUCTURE.has(keyword)) {
      continue;
    }
    if (!CONSTRAINTS.has(keyword)) {
      found.push(`${at}: '${keyword}' is not understood by this check`);
    } else if (JSON.stringify(released[keyword]) !== JSON.stringify(current[keyword])) {
      found.push(`${at}: '${keyword}' was ${text(released[keyword])} and is ${text(current[keyword])}`);
    }
  }

  const [before, after] = [released.properties ?? {}, current.properties ?? {}];
  for (const [name, schema] of Object.entries(before)) {
    const now = after[name];
    found.push(...(now === undefined ? [`${at}: '${name}' is gone`] : incompatibilities(schema, now, `${at}.${name}`)));
  }
  for (const name of new Set([...(released.required ?? []), ...(current.required ?? [])])) {
    const was = released.required?.includes(name) ?? false;
    if (was !== (current.required?.includes(name) ?? false) && (was ? after[name] !== undefined : true)) {
      found.push(`${at}: '${name}' ${was ? 'may be missing now' : 'must be there now'}`);
    }
  }
  if ((released.items === undefined) !== (current.items === undefined)) {
    found.push(`${at}: it is another kind of list`);
  } else if (released.items !== undefined && current.items !== undefined) {
    found.push(...incompatibilities(released.items, current.items, `${at}[]`));
  }
  return found;
}

const text = (value: unknown): string => (value === undefined ? 'free' : JSON.stringify(value));
