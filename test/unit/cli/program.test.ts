import type { Command } from 'commander';
import { CommandError } from '../../../bin/cli/command-error';
import { createProgram } from '../../../bin/cli/program';
import { gather } from '../../../bin/cli/webhooks/gather';

const nested = (command: Command, path: readonly string[] = []): readonly (readonly [string, Command])[] => [
  [[...path, command.name()].join(' '), command],
  ...command.commands.flatMap((one) => nested(one, [...path, command.name()])),
];

/** With what is written after it, as somebody at a terminal of 80 columns sees it. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({
    writeOut: (said) => {
      text += said;
    },
    getOutHelpWidth: () => 80,
  });
  command.outputHelp();
  return text;
}

/** @returns what it ended with */
async function failureOf(...args: readonly string[]): Promise<unknown> {
  const program = createProgram();
  for (const [, command] of nested(program)) {
    command.configureOutput({ writeErr: () => {} });
  }
  return program.parseAsync(['node', 'order-workflow', ...args]).then(
    () => undefined,
    (error: unknown) => error,
  );
}

describe('npx order-workflow', () => {
  it.each(nested(createProgram()))('%s explains itself within 80 columns', (_, command) => {
    const help = helpOf(command);

    expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(command.description()).not.toBe('');
  });

  it.each([
    [['mails', '--limit', '0']],
    [['mails', '--limit', 'x']],
    [['mails', 'somebody']],
    [['webhooks', 'nope']],
    [['webhooks', 'show']],
    [['webhooks', 'replay', '--to', 'a', '--since', '5 days']],
    [['events', 'unpark']],
    [['orders', 'undo']],
    [['orders', 'undo', 'x', '--reason', ' ']],
    [['orders', 'timeline', 'nope']],
    [['orders', 'timeline', "1' OR 1=1"]],
    [['trace', '26c1b3f0-5d0e-5c5d-8a55-4f4c0e4c2a1']],
    [['mails', '--order', 'nope']],
    [['webhooks', 'deliveries', '--order', 'nope']],
    [['dead-letters', 'history', '--order', 'nope']],
    [['events', 'backlog', '--stak', 'dev']],
  ])('refuses %j before it does anything', async (args) => {
    expect(await failureOf(...args)).toMatchObject({ name: 'CommanderError' });
  });

  it('undoes no order of which nobody says why', async () => {
    expect(await failureOf('orders', 'undo', '6f1ed002-ab5d-5f52-a6c1-000000000001', '--yes')).toMatchObject({
      name: 'CommandError',
      exitCode: 2,
      message: expect.stringContaining('with --reason'),
    });
  });

  it('takes the id of an order however it is written', async () => {
    const failure = await failureOf('trace', '26C1B3F0-5D0E-5C5D-8A55-4F4C0E4C2A17', '--state-directory', '/nowhere');

    expect(failure).toBeInstanceOf(CommandError);
  });

  it('says where nothing runs what to do', async () => {
    const failure = await failureOf('mails', '--state-directory', '/nowhere');

    expect(failure).toBeInstanceOf(CommandError);
    expect((failure as Error).message).toMatch(/^no local cloud runs on \/nowhere\. Start one with 'npm start'/);
  });
});

describe('What was sent, the newest first', () => {
  const page = (from: number, cursor?: string) => ({
    deliveries: Array.from({ length: 50 }, (_, n) => ({ deliveryId: String(from + n) }) as never),
    ...(cursor === undefined ? {} : { cursor }),
  });
  const pages = [page(0, '1'), page(50, '2'), page(100)];
  const gatheredOf = async (limit: number) => {
    const read: (string | undefined)[] = [];
    const gathered = await gather(limit, async (cursor) => {
      read.push(cursor);
      return pages[Number(cursor ?? 0)] ?? page(0);
    });
    return { count: gathered.length, last: gathered.at(-1)?.deliveryId, pages: read.length };
  };

  it.each([
    [20, { count: 20, last: '19', pages: 1 }],
    [50, { count: 50, last: '49', pages: 1 }],
    [51, { count: 51, last: '50', pages: 2 }],
    [1_000, { count: 150, last: '149', pages: 3 }],
  ])('is read as far as %d ask for, and no further', async (limit, expected) => {
    expect(await gatheredOf(limit)).toEqual(expected);
  });
});
