import { localCloud } from '../local-cloud';

export type LogLine = Readonly<Record<string, unknown>>;

const GROUPS = '/aws/cloudformation/local-order-workflow/';

async function ask<Answer>(operation: string, input: object): Promise<Answer> {
  const answer = await fetch(localCloud().emulator, {
    method: 'POST',
    headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Logs_20140328.${operation}` },
    body: JSON.stringify(input),
  });
  return (await answer.json()) as Answer;
}

/** What the functions have logged and measured under an order's id, oldest first. */
export async function logLinesOf(orderId: string): Promise<readonly LogLine[]> {
  const { logGroups } = await ask<{ logGroups: readonly { logGroupName: string }[] }>('DescribeLogGroups', {
    logGroupNamePrefix: GROUPS,
  });
  const pages = await Promise.all(
    logGroups.map(({ logGroupName }) =>
      ask<{ events?: readonly { timestamp: number; message: string }[] }>('FilterLogEvents', {
        logGroupName,
        filterPattern: `"${orderId}"`,
      }),
    ),
  );
  return pages
    .flatMap(({ events = [] }) => events)
    .toSorted((a, b) => a.timestamp - b.timestamp)
    .flatMap(({ message }) => message.split('\n')) // what was written at once is one event of the emulator
    .filter((line) => line.includes(orderId))
    .flatMap(parse);
}

/** What is no JSON is none of ours. */
function parse(line: string): readonly LogLine[] {
  try {
    return [JSON.parse(line.slice(Math.max(0, line.indexOf('{')))) as LogLine];
  } catch {
    return [];
  }
}
