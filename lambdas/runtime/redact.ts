const REDACTED = '…';

/** What is confidential by its form, whoever wrote it: in a message of the SDK, in an answer that is quoted. */
const SHAPES: readonly RegExp[] = [
  /\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]+)?/g, // a token
  /\bBearer\s+\S+/gi,
  /\b[rs]k_(?:test|live)_\w+/g, // a key of the payment provider
  /\bwhsec_[\w+/=]+/g, // a signing secret
  /\b(?:pi|seti)_\w+_secret_\w+/g, // lets whoever holds it pay, or look
  /\bpm_\w{4,}/g, // a payment method
  /\b(?:card|src|tok|ba)_(?=[A-Za-z]*\d)[A-Za-z0-9]{14,}/g, // a card, an account; `card_declined` is a reason
  /\bcus_[A-Za-z0-9]{8,}/g, // the provider's customer
  /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, // a mail address
];

/** What is confidential by what it is called. The name of a person is not here: much else is called so. */
const KEYS =
  /^(?:shippingAddress|address|line1|line2|postal_?code|city|email|phone|paymentMethodId|payment_method|client_secret|authorization|cookie|password|secret|apiKey)$/i;

/** Deeper than anything that is logged on purpose. */
const DEEPEST = 8;

/** @param confidential values that belong to what is being worked on, as whole words */
export const redactText = (text: string, confidential: readonly string[] = []): string =>
  [...SHAPES, ...wholeWords(confidential)].reduce((clean, pattern) => clean.replace(pattern, REDACTED), text);

/** The same of everything inside, by its name as well. Objects are copied, errors are left to whoever formats them. */
export function redact(value: unknown, confidential: readonly string[] = [], depth = 0): unknown {
  if (typeof value === 'string') {
    return redactText(value, confidential);
  }
  if (typeof value !== 'object' || value === null || value instanceof Error) {
    return value;
  }
  if (depth >= DEEPEST) {
    return REDACTED;
  }
  if (Array.isArray(value)) {
    return value.map((item) => redact(item, confidential, depth + 1));
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      KEYS.test(key) && item !== undefined ? REDACTED : redact(item, confidential, depth + 1),
    ]),
  );
}

/** In place, since its name and its class matter to whoever catches it. */
export function redactError(error: unknown, confidential: readonly string[] = []): void {
  if (error instanceof Error) {
    Reflect.set(error, 'message', redactText(error.message, confidential));
    Reflect.set(error, 'stack', redactText(error.stack ?? '', confidential));
  }
}

const compiled = new WeakMap<readonly string[], readonly RegExp[]>();

/** Compiled once for a piece of work, and not for every text of its every line. */
function wholeWords(words: readonly string[]): readonly RegExp[] {
  const patterns = compiled.get(words) ?? words.map(wholeWord);
  compiled.set(words, patterns);
  return patterns;
}

const wholeWord = (word: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}_-])${word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?![\\p{L}\\p{N}_-])`, 'gu');

/** Shorter ones, such as a country, stand everywhere. */
const SHORTEST = 3;

/** The texts inside of something personal, and the single words of the name of a person. */
export function confidentialIn(personal: unknown): readonly string[] {
  const found = new Set<string>();
  const collect = (value: unknown, key: string): void => {
    if (typeof value === 'object' && value !== null) {
      for (const [name, item] of Object.entries(value)) {
        collect(item, name);
      }
    } else if (typeof value === 'string') {
      for (const text of key === 'name' ? [value, ...value.split(/\s+/)] : [value]) {
        found.add(text.trim());
      }
    }
  };
  collect(personal, '');
  // The longest first: a name before one of its words.
  return [...found].filter(({ length }) => length >= SHORTEST).sort((a, b) => b.length - a.length);
}
