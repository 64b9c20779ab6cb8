import { DeleteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AssessedLetter } from '../../lambdas/operations/dead-letters/assess';
import { emulatorClient } from '../../localstack/aws';
import { deadLetterMother } from '../support/dead-letters/dead-letter-mother';
import { newCustomer } from '../support/end-to-end/customer';
import { eventually } from '../support/end-to-end/eventually';
import { cliAnswer, cliAnswerAsInAws, runCli } from '../support/end-to-end/run-cli';
import { runOnTerminal } from '../support/end-to-end/run-on-terminal';
import { localCloud } from '../support/local-cloud';

jest.setTimeout(180_000);

const archived: string[] = [];

const letterOf = async (orderId: string): Promise<AssessedLetter> => {
  archived.push(orderId);
  const letter = await eventually(
    async () =>
      (await cliAnswer<{ letters: readonly AssessedLetter[] }>('dead-letters', 'list')).letters.find(
        (found) => found.orderId === orderId,
      ),
    (found) => found !== undefined,
  );
  if (letter === undefined) {
    throw new Error(`there is no dead letter of order ${orderId}`);
  }
  return letter;
};

describe('npx order-workflow dead-letters', () => {
  // Their orders were given up by an operator; other files balance the books of the same local cloud.
  afterAll(async () => {
    const { emulator, tables } = localCloud();
    const dynamo = new DynamoDBClient(emulatorClient(emulator));
    for (const orderId of archived) {
      await dynamo.send(new DeleteItemCommand({ TableName: tables.intake, Key: { orderId: { S: orderId } } }));
    }
  });

  it('tells wrong usage, refusal, failure and success apart by its exit code', async () => {
    const { transient } = deadLetterMother(newCustomer());
    const { letter } = await letterOf(await transient());
    const archive = ['dead-letters', 'archive', letter.id, '--reason', 'a test'];

    const codes = [
      (await runCli(['dead-letters', 'replay'])).code,
      (await runCli(['dead-letters', 'replay', '--all', '--group', 'x'])).code,
      (await runCli(['dead-letters', 'replay', '--all', '--rate', '0'])).code,
      (await runCli(['dead-letters', 'replay', '--all', '--endpoint', 'http://127.0.0.1:9'])).code,
      (await runCli(['dead-letters', 'archive', letter.id, '--reason', ' '])).code,
      (await runCli(['dead-letters', 'list', '--queue', 'no-such-queue'])).code,
      (await runCli([...archive, '--abandon-orders'])).code,
      (await runCli(['dead-letters', 'show', 'no-such-letter'])).code,
      (await runCli(['dead-letters', 'replay', '--id', 'no-such-letter', '--yes'])).code,
      (await runCli(['dead-letters', 'replay', '--group', 'no-such-group', '--yes'])).code,
      (await runCli([...archive, '--yes'])).code,
      (await runCli([...archive, '--abandon-orders', '--yes'])).code,
    ];

    // Its order waits for it: that it shall not has to be said.
    expect(codes).toEqual([2, 2, 2, 2, 2, 2, 3, 1, 1, 0, 3, 0]);
  });

  it('fits a terminal of 80 columns, and uses no colours where there is none', async () => {
    const { transient } = deadLetterMother(newCustomer());
    const { letter, orderId, fingerprint } = await letterOf(await transient());

    const pages = [
      await runCli(['dead-letters', 'list', '--limit', '5']),
      await runCli(['dead-letters', 'groups']),
      await runCli(['dead-letters', 'show', letter.id]),
      await runCli(['dead-letters', 'replay', '--all', '--dry-run']),
      await runCli(['dead-letters', 'replay', '--help']),
      await runCli(['dead-letters', '--help']),
    ];

    for (const { code, stdout } of pages) {
      expect(code).toBe(0);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
      expect(stdout).not.toContain('\u001b');
    }
    expect(pages[1]?.stdout).toContain(fingerprint);
    expect(pages[2]?.stdout).toContain(`order    ${orderId}, not started`);
    expect(pages[2]?.stdout).toMatch(
      /receive 3 by start-saga\n {4}DependencyUnavailableError: Step Functions is unavailable\n/,
    );
    await cliAnswer('dead-letters', 'archive', letter.id, '--reason', 'a test', '--abandon-orders', '--yes');
  });

  it('asks on a terminal, takes Ctrl-C for a no, and tells afterwards who did what', async () => {
    const { transient } = deadLetterMother(newCustomer());
    const { letter, orderId } = await letterOf(await transient());
    const archive = ['dead-letters', 'archive', letter.id, '--reason', 'a test', '--abandon-orders'];

    const no = await runOnTerminal('n\n', archive);
    const interrupted = await runOnTerminal('\u0003', archive);
    const yes = await runOnTerminal('y\n', archive);

    expect([no.code, interrupted.code, yes.code]).toEqual([3, 3, 0]);
    expect(interrupted.said).toMatch(/Archive 1 dead letter\?.*\[y\/N\].*Nothing was done\.\s*$/s);
    expect(yes.said).toContain('1 archived, 0 failed');
    for (const query of [[letter.id], ['--order', orderId ?? '']]) {
      expect(await cliAnswer('dead-letters', 'history', ...query)).toMatchObject([
        { kind: 'archive', outcome: 'done', reason: 'a test', letterId: letter.id, body: letter.body },
      ]);
    }
  });

  it('finds everything by the outputs of the stacks, as in AWS', async () => {
    const { transient } = deadLetterMother(newCustomer());
    const { letter } = await letterOf(await transient());

    const shown = await cliAnswerAsInAws('dead-letters', 'show', letter.id);

    // Without a way to the database it says how the order stands by its intake record.
    expect(shown).toMatchObject({
      letter: { id: letter.id },
      standing: { stands: 'not started' },
      verdict: 'safe to replay',
    });
    await cliAnswer('dead-letters', 'archive', letter.id, '--reason', 'a test', '--abandon-orders', '--yes');
  });
});
