import { ExecutionDoesNotExist, type GetExecutionHistoryCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionEntry } from '../../../../lambdas/domain/books/books';
import { readVisited } from '../../../../localstack/books/visited-states';
import { agreeing } from '../../../support/mothers/books-mother';

const PAGES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'order-rejected': [['ReserveInventory', 'ChargePayment'], ['ReleaseInventory']],
  'order-confirmed': [['ConfirmOrder']],
};

/** Gives the states that an execution entered in pages, with an event between any two. */
const client = {
  async send({ input: { executionArn = '', nextToken = '0' } }: GetExecutionHistoryCommand) {
    const pages = PAGES[executionArn.split(':').at(-1) ?? ''];
    if (pages === undefined) {
      throw new ExecutionDoesNotExist({ message: 'not kept', $metadata: {} });
    }
    const at = Number(nextToken);
    return {
      events: pages[at]?.flatMap((name) => [
        { type: 'TaskStateEntered', stateEnteredEventDetails: { name } },
        { type: 'TaskSucceeded' },
      ]),
      ...(at + 1 < pages.length && { nextToken: String(at + 1) }),
    };
  },
} as unknown as SFNClient;

describe('States that executions have entered', () => {
  it('are read of what was not confirmed, over all pages, and left out where nothing is kept', async () => {
    const executions: readonly ExecutionEntry[] = [
      { orderId: 'order-confirmed', status: 'SUCCEEDED' },
      { orderId: 'order-rejected', status: 'SUCCEEDED' },
      { orderId: 'order-parked', status: 'FAILED' },
    ];
    const stateMachineArn = 'arn:aws:states:eu-central-1:000000000000:stateMachine:saga';

    expect(await readVisited({ client, stateMachineArn }, { executions, orders: agreeing().orders })).toEqual([
      { orderId: 'order-confirmed', status: 'SUCCEEDED' },
      {
        ...{ orderId: 'order-rejected', status: 'SUCCEEDED' },
        visited: ['ReserveInventory', 'ChargePayment', 'ReleaseInventory'],
      },
      { orderId: 'order-parked', status: 'FAILED' },
    ]);
  });
});
