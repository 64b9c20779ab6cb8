/** Of each source, what tells the story in a few lines. */
const TOLD: Readonly<Record<string, (line: string, steps: readonly string[]) => boolean>> = {
  trace: (line, steps) =>
    line.startsWith('trace ') || ['POST /orders', 'start-saga', 'notify-customer', ...steps].includes(spanIn(line)),
  timeline: (line) =>
    /^\S+ {2}(?:accepted|receive|dead-letter|operator|started|step|undo|retry|wait|execution)\b/.test(line) ||
    /^ +(?:outcome \w+, )?(?:attempt \d+, )?error /.test(line),
  logs: (line) => / "(?:step |buried )/.test(line),
  metrics: (line) => line.includes(' StepDuration{'),
};

/** `BookShipment` of `      BookShipment ✗ ShipmentRefusedE…   ███   605 ms   122 ms`. */
const spanIn = (line: string): string => line.trim().split(/ ✗| {2,}/)[0] ?? '';

/** The chapters of `docs/captures.md` as the README has them: folded, and without what goes into the details. */
export function shortCaptures(document: string): string {
  return document
    .split(/^## /m)
    .slice(1)
    .map((chapter) => {
      const [title = '', , about = ''] = chapter.split('\n');
      const [trace, timeline, logs, metrics] = [...chapter.matchAll(/```text\n([\s\S]*?)```/g)].map(([, text = '']) =>
        text.split('\n'),
      );
      const steps = (metrics ?? []).flatMap((line) => /step="(\w+)"/.exec(line)?.[1] ?? []);
      const lines = Object.entries({ trace, timeline, logs, metrics }).flatMap(([source, all = []]) =>
        all
          .filter((line) => TOLD[source]?.(line, steps))
          .map((line, index) => `${(index === 0 ? source : '').padEnd(10)} ${line}`.trimEnd()),
      );
      return `<details>\n<summary>${title}. ${about}</summary>\n\n\`\`\`text\n${lines.join('\n')}\n\`\`\`\n\n</details>`;
    })
    .join('\n');
}

const BEGIN = '<!-- captures: written by `npm run captures` -->';
const END = '<!-- end of captures -->';

/** @throws when the document has no place for them */
export function withCaptures(readme: string, captures: string): string {
  const [begin, end] = [readme.indexOf(BEGIN), readme.indexOf(END)];
  if (begin < 0 || end < begin) {
    throw new Error(`the README has no place for captures, between '${BEGIN}' and '${END}'`);
  }
  return `${readme.slice(0, begin + BEGIN.length)}\n${captures}\n${readme.slice(end)}`;
}
