import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { samplesInLine } from '../../localstack/alarms/emf';
import { eventually } from '../../test/support/end-to-end/eventually';
import { type LogLine, logLinesOf } from '../../test/support/end-to-end/log-lines';
import { runCli } from '../../test/support/end-to-end/run-cli';
import { storyOfLogs } from '../../test/support/end-to-end/stories';
import type { ShownOrders } from './place-orders';
import { shortCaptures, withCaptures } from './short-captures';

const FILE = path.join(__dirname, '../../docs/captures.md');
const README = path.join(__dirname, '../../README.md');

const SHOWN: readonly (readonly [keyof ShownOrders, string, string, number])[] = [
  ['confirmed', 'An order that was confirmed', 'Its four steps, one after the other.', 4],
  ['compensated', 'An order that was compensated', 'The carrier refused it: refunded, released, rejected.', 6],
  [
    'replayed',
    'An order that was dead-lettered and replayed',
    'Its message had a version that no consumer knows; an operator repaired it and sent it back.',
    4,
  ],
];

/** What trace, timeline, logs and metrics tell of each order: all of it in a document, and in short in the README. */
export async function writeStories(orders: ShownOrders): Promise<void> {
  const chapters: string[] = [];
  for (const [which, title, about, steps] of SHOWN) {
    chapters.push(`## ${title}\n\n${about}\n\n${await chapterOf(orders[which], steps)}`);
  }
  const document = `${INTRODUCTION}\n\n${chapters.join('\n\n')}\n`;
  writeFileSync(FILE, document);
  writeFileSync(README, withCaptures(readFileSync(README, 'utf8'), shortCaptures(document)));
}

const INTRODUCTION = `# What trace, timeline, logs and metrics say of the same order

Written by \`npm run captures\`, from a local cloud on a laptop; do not edit. That the four tell the same story of each is a
test: [\`same-story.test.ts\`](../test/end-to-end/same-story.test.ts). Columns were cut where they were too wide for this page.`;

async function chapterOf(orderId: string, steps: number): Promise<string> {
  // A function's last lines reach the log a moment later.
  const lines = await eventually(
    () => logLinesOf(orderId),
    (found) => storyOfLogs(found).length >= steps,
  ).catch(() => logLinesOf(orderId));
  const measured = lines.filter((line) => '_aws' in line);
  const logged = lines.filter((line) => !('_aws' in line));
  const parts = {
    [`npx order-workflow trace ${orderId}`]: await said('trace', orderId),
    [`npx order-workflow orders timeline ${orderId}`]: await said('orders', 'timeline', orderId),
    'Logs, by order id': logged.map(logText).join('\n'),
    'Metrics, out of the same logs': measured.flatMap(metricTexts).join('\n'),
  };
  return Object.entries(parts)
    .map(
      ([name, text]) => `### ${name.startsWith('npx') ? `\`${name}\`` : name}\n\n\`\`\`text\n${text.trimEnd()}\n\`\`\``,
    )
    .join('\n\n');
}

/** @throws with what the command line says when it cannot tell */
async function said(...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(words);
  if (code !== 0) {
    throw new Error(`${words.join(' ')} ended with ${code}: ${stderr}`);
  }
  return stdout;
}

const SHOWN_FACTS = ['step', 'retryCount', 'outcome', 'errorName', 'status', 'reason', 'consumer', 'attempt'] as const;

const timeOf = (at: unknown): string => new Date(at as string | number).toISOString().slice(11, 23);

function logText(line: LogLine): string {
  const facts = SHOWN_FACTS.flatMap((name) => (line[name] === undefined ? [] : [`${name}=${String(line[name])}`]));
  const trace = line['xray_trace_id'] === undefined ? [] : [`trace=…${String(line['xray_trace_id']).slice(-8)}`];
  return [
    timeOf(line['timestamp']),
    line['level'],
    line['service'],
    `"${String(line['message'])}"`,
    ...facts,
    ...trace,
  ].join(' ');
}

function metricTexts(line: LogLine): readonly string[] {
  return samplesInLine(JSON.stringify(line)).map(({ metric, at, value }) => {
    const split = Object.entries(metric.dimensions).filter(([name]) => name !== 'service');
    return `${timeOf(at)} ${metric.name}{${split.map(([name, of]) => `${name}="${of}"`).join(',')}} ${Math.round(value * 10) / 10}`;
  });
}
