/** What fits a terminal of 80 columns. */
export const WIDTH = 80;

export const shorten = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, width - 1)}…`;

/** Breaks a text between words; what is longer than a line stays whole, so that it can be copied. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/** A value beside its name, which the further lines of the value leave room for. */
export const fact = (name: string, value: string, nameWidth: number): readonly string[] =>
  wrap(value, WIDTH - nameWidth).map((line, index) => `${(index === 0 ? name : '').padEnd(nameWidth)}${line}`);

/** Without control characters: what somebody sent must not move the cursor of whoever reads it. */
export const printable = (text: string): string => text.replace(/[^\P{Cc}\n\t]/gu, '\ufffd');
