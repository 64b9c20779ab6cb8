import { ExecutionDoesNotExist } from '@aws-sdk/client-sfn';
import { createReadHistoryOnce } from '../../../console/orders/read-history';
import { createReadSagas } from '../../../console/orders/read-saga';
import { executionsFrom } from '../../../lambdas/gateways/sfn-execution-history';

const stateMachineArn = 'arn:aws:states:eu-central-1:111122223333:stateMachine:saga';
const at = (second: number) => new Date(Date.UTC(2026, 4, 4, 10, 0, second));

function sagaOf(...pages: readonly (readonly object[])[]) {
  const asked: unknown[] = [];
  const send = async ({ input }: { readonly input: { readonly nextToken?: string } }) => {
    asked.push(input);
    const page = Number(input.nextToken ?? 0);
    return { events: pages[page], ...(page + 1 < pages.length && { nextToken: String(page + 1) }) };
  };
  const client = { send } as never;
  const readHistory = createReadHistoryOnce({ client, stateMachineArn });
  return {
    asked,
    sagas: createReadSagas({ client, stateMachineArn, readHistory }),
    executions: executionsFrom(readHistory),
  };
}

describe('The history of an execution', () => {
  it('is asked for once for the picture and for the timeline, page by page', async () => {
    const { asked, sagas, executions } = sagaOf(
      [
        { type: 'ExecutionStarted', timestamp: at(0) },
        { type: 'TaskStateEntered', timestamp: at(1), stateEnteredEventDetails: { name: 'ReserveInventory' } },
        { type: 'TaskStateExited', timestamp: at(2) },
      ],
      [{ type: 'ExecutionSucceeded', timestamp: at(3) }],
    );

    const [walk, execution] = await Promise.all([sagas.walk('order-1'), executions.executionOf('order-1')]);

    expect(walk).toMatchObject({ visits: [{ state: 'ReserveInventory' }], ended: 'succeeded' });
    expect(execution).toMatchObject({ status: 'SUCCEEDED', visits: [{ step: 'ReserveInventory' }] });
    expect(asked).toEqual([
      expect.objectContaining({ executionArn: 'arn:aws:states:eu-central-1:111122223333:execution:saga:order-1' }),
      expect.objectContaining({ nextToken: '1' }),
    ]);
  });

  it('is nothing where no execution has begun', async () => {
    const send = () => Promise.reject(new ExecutionDoesNotExist({ message: 'none', $metadata: {} }));
    const readHistory = createReadHistoryOnce({ client: { send } as never, stateMachineArn });

    expect(await readHistory('order-1')).toBeUndefined();
    expect(await executionsFrom(readHistory).executionOf('order-1')).toBeUndefined();
  });
});
