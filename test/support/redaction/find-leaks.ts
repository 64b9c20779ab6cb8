/** One text that must be free of anything confidential: a line of a log, an event of a history, a trace. */
export interface Written {
  readonly where: string;
  readonly text: string;
}

export interface Leak {
  readonly where: string;
  readonly found: string;
  /** A little of what is around it. */
  readonly context: string;
}

/** What looks confidential by its form alone, whoever sent it. */
const SHAPES = [
  /eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]+/, // a token
  /\bpm_(?:card_)?\w{4,}/, // a payment method
  /\b[sr]k_(?:test|live)_\w+/, // a key of the payment provider
  /\bwhsec_\w+/, // a signing secret
  /\b(?:pi|seti)_\w+_secret_\w+/, // lets whoever holds it pay
  /\bcard_(?=[A-Za-z]*\d)[A-Za-z0-9]{14,}/, // a card of the payment provider; `card_declined` is a reason
  /\bcus_[A-Za-z0-9]{8,}/, // its customer
  /[\w.+-]+@[\w-]+\.[a-z]{2,}/, // a mail address
];
const CONTEXT = 60;

/**
 * Every place at which something confidential was written. A number counts as found only where it stands alone between
 * quotes, behind what it is called, or before the name of a town: the five digits of a postal code are part of many a time stamp.
 */
export function findLeaks(written: readonly Written[], confidential: readonly string[]): readonly Leak[] {
  const distinct = [...new Set(confidential)];
  const numbers = distinct
    .filter(isNumber)
    .map(
      (value) =>
        new RegExp(`["']${value}\\\\?["']|[Pp]ostal ?_?[Cc]ode[:= ]{1,3}${value}\\b|\\b${value} \\p{Lu}\\p{Ll}`, 'u'),
    );
  // Looked for one by one: a pattern for each of hundreds of tokens would take minutes. Tokens have a shape of their own.
  const texts = distinct.filter((value) => !isNumber(value) && !value.startsWith('eyJ'));
  return written.flatMap(({ where, text }) => {
    const leakAt = (found: string, at: number): Leak => ({
      where,
      found,
      context: text.slice(Math.max(0, at - CONTEXT), at + CONTEXT),
    });
    return [
      ...[...SHAPES, ...numbers].flatMap((pattern) => {
        const match = pattern.exec(text);
        return match === null ? [] : [leakAt(match[0], match.index)];
      }),
      ...texts.filter((value) => text.includes(value)).map((value) => leakAt(value, text.indexOf(value))),
    ];
  });
}

const isNumber = (value: string): boolean => /^[\d ]+$/.test(value);
