/** Markup that is safe to send. Only `html` and `trusted` make it. */
export class Html {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

export type Child = Html | string | number | undefined | null | false | readonly Child[];

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/**
 * Puts values into markup. Text is escaped, so that it can neither end an attribute in quotes nor begin an element;
 * markup that was made here stays what it is; what is not there leaves nothing.
 */
export const html = (parts: TemplateStringsArray, ...values: readonly Child[]): Html =>
  new Html(parts.reduce((text, part, index) => text + render(values[index - 1]) + part));

/** Markup that we wrote ourselves. */
export const trusted = (text: string): Html => new Html(text);

function render(child: Child): string {
  if (child === undefined || child === null || child === false) {
    return '';
  }
  if (child instanceof Html) {
    return child.text;
  }
  return Array.isArray(child) ? child.map(render).join('') : escapeHtml(String(child));
}
