import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const RUNBOOKS = path.join(__dirname, '../../../docs/runbooks');
export const readRunbook = (file: string): string => readFileSync(path.join(RUNBOOKS, file), 'utf8');
/** Without their list. */
export const runbookFiles = (): readonly string[] =>
  readdirSync(RUNBOOKS).filter((file) => file.endsWith('.md') && file !== 'README.md');

const PARTS = ['Symptom', 'Impact', 'Look', 'Mend', 'Verify'];

/** As GitHub makes anchors of headings. */
const anchorOf = (heading: string): string =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replace(/ /g, '-');

/** The part of a runbook that a link leads to. */
export function sectionOf(text: string, anchor: string | undefined): string | undefined {
  return anchor === undefined
    ? text
    : text
        .split(/^(?=## )/m)
        .find((section) => section.startsWith('## ') && anchorOf(section.split('\n')[0]?.slice(3) ?? '') === anchor);
}

/** What the text of an alarm lacks: what it means for customers, or a runbook with everything. */
export function gapsIn(description: string): readonly string[] {
  const [, file = '', anchor] = /Runbook: docs\/runbooks\/([\w-]+\.md)(?:#([\w-]+))?$/.exec(description) ?? [];
  const isKnown = runbookFiles().includes(file);
  const section = isKnown ? sectionOf(readRunbook(file), anchor) : undefined;
  return [
    ...(/\. Customers: .{10,}\. Runbook: /.test(description) ? [] : ['what it means for customers']),
    ...(isKnown ? [] : [`a runbook ${file}`]),
    ...PARTS.filter((part) => !section?.includes(`**${part}.** `)).map((part) => `${part} in ${file}#${anchor}`),
  ];
}
