import type { AwsJsonApi } from '../../lambdas/gateways/aws-json-api';

const READ_TIMEOUT_MS = 20_000;
/** The emulator answers no more than this at once, and has no way to ask for the rest. */
const MOST_EVENTS = 10_000;

export interface LogLine {
  readonly group: string;
  readonly at: number;
  readonly message: string;
}

interface LogEvent {
  readonly timestamp: number;
  readonly message: string;
}

/** The logs of the emulator. */
export const createLogReader = ({ aws }: { readonly aws: AwsJsonApi }) => {
  const ask = async <Answer>(operation: string, input: Readonly<Record<string, unknown>>): Promise<Answer> =>
    (await aws.read({
      service: 'logs',
      target: `Logs_20140328.${operation}`,
      jsonVersion: '1.1',
      input,
      timeoutMs: READ_TIMEOUT_MS,
    })) as Answer;

  const linesOf = async (group: string, from: number, to: number, pattern: string): Promise<readonly LogLine[]> => {
    const { events = [] } = await ask<{ events?: readonly LogEvent[] }>('FilterLogEvents', {
      logGroupName: group,
      startTime: from,
      endTime: to,
      limit: MOST_EVENTS,
      ...(pattern === '' ? {} : { filterPattern: pattern }),
    });
    if (events.length < MOST_EVENTS || to - from < 2) {
      return events.map(({ timestamp, message }) => ({ group, at: timestamp, message }));
    }
    const middle = Math.floor((from + to) / 2);
    return [...(await linesOf(group, from, middle, pattern)), ...(await linesOf(group, middle + 1, to, pattern))];
  };

  return {
    async groups(): Promise<readonly string[]> {
      const names: string[] = [];
      let nextToken: string | undefined;
      do {
        const page = await ask<{ logGroups?: readonly { logGroupName: string }[]; nextToken?: string }>(
          'DescribeLogGroups',
          nextToken === undefined ? {} : { nextToken },
        );
        names.push(...(page.logGroups ?? []).map(({ logGroupName }) => logGroupName));
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      return names;
    },

    /** @param pattern a term that lines must hold; empty: all lines */
    async lines(query: {
      readonly groups: readonly string[];
      readonly from: number;
      readonly to: number;
      readonly pattern?: string;
    }): Promise<readonly LogLine[]> {
      const found: LogLine[] = [];
      for (const group of query.groups) {
        found.push(...(await linesOf(group, query.from, query.to, query.pattern ?? '')));
      }
      return found;
    },
  };
};
