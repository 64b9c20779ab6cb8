import { randomUUID } from 'node:crypto';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createSfnExecutions } from '../../../lambdas/gateways/sfn-executions';
import { createSfnSagaStarter } from '../../../lambdas/gateways/sfn-saga-starter';
import { AWS, emulatorClient } from '../../../localstack/aws';
import { orderMessage } from '../../support/intake/order-mother';
import { localCloud } from '../../support/local-cloud';

const client = new SFNClient(emulatorClient(localCloud().emulator));
const made: string[] = [];

afterAll(async () => {
  for (const stateMachineArn of made) {
    await client.send(new DeleteStateMachineCommand({ stateMachineArn }));
  }
  client.destroy();
});

async function stateMachine(state: object): Promise<string> {
  const { stateMachineArn = '' } = await client.send(
    new CreateStateMachineCommand({
      name: `test-${randomUUID()}`,
      roleArn: `arn:aws:iam::${AWS.account}:role/test`,
      definition: JSON.stringify({ StartAt: 'Only', States: { Only: { ...state, End: true } } }),
    }),
  );
  made.push(stateMachineArn);
  return stateMachineArn;
}

const executionArn = (stateMachineArn: string, name: string) =>
  `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`;

async function untilEnded(arn: string): Promise<string> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    const { status = '' } = await client.send(new DescribeExecutionCommand({ executionArn: arn }));
    if (status !== 'RUNNING') {
      return status;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the execution did not end within twenty seconds');
}

const message = () => orderMessage({ orderId: randomUUID() });

describe('Starting sagas in Step Functions', () => {
  it('starts an execution under the name of its order, with the order and its trace as input', async () => {
    const stateMachineArn = await stateMachine({ Type: 'Pass' });
    const order = message();

    expect(await createSfnSagaStarter({ client, stateMachineArn }).start(order, 'Root=1-2-3')).toBe('started');

    const { input } = await client.send(
      new DescribeExecutionCommand({ executionArn: executionArn(stateMachineArn, order.orderId) }),
    );
    expect(JSON.parse(input ?? '')).toEqual({ ...order, traceHeader: 'Root=1-2-3' });
  });

  it('row 11: takes a second start for a success while the first runs', async () => {
    const sagas = createSfnSagaStarter({ client, stateMachineArn: await stateMachine({ Type: 'Wait', Seconds: 600 }) });
    const order = message();

    await sagas.start(order);

    // AWS answers a running execution of the same input as if it had been started anew.
    expect(['started', 'already-started']).toContain(await sagas.start(order));
    expect(await sagas.start({ ...order, customerId: 'other' })).toBe('already-started');
  });

  it('row 19: takes a second start for a success long after the first has ended', async () => {
    const stateMachineArn = await stateMachine({ Type: 'Pass' });
    const sagas = createSfnSagaStarter({ client, stateMachineArn });
    const order = message();

    await sagas.start(order);
    await untilEnded(executionArn(stateMachineArn, order.orderId));

    expect(await sagas.start(order)).toBe('already-started');
  });

  it('fails for a state machine that is not there, which is no duplicate', async () => {
    const stateMachineArn = `arn:aws:states:${AWS.region}:${AWS.account}:stateMachine:none`;

    await expect(createSfnSagaStarter({ client, stateMachineArn }).start(message())).rejects.toThrow();
  });

  it('starts an order whose trace header Step Functions would refuse, without it', async () => {
    const sagas = createSfnSagaStarter({ client, stateMachineArn: await stateMachine({ Type: 'Pass' }) });

    expect(await sagas.start(message(), 'x'.repeat(300))).toBe('started');
  });
});

describe('Executions of a state machine', () => {
  it('are listed by the orders that they carry while they run, and it is said when there are more', async () => {
    const stateMachineArn = await stateMachine({ Type: 'Wait', Seconds: 600 });
    const sagas = createSfnSagaStarter({ client, stateMachineArn });
    const orders = [message(), message(), message()];
    for (const order of orders) {
      await sagas.start(order);
    }
    const executions = createSfnExecutions({ client, stateMachineArn });

    const all = await executions.findRunning({ limit: 10 });
    const some = await executions.findRunning({ limit: 2 });

    expect(all.executions.map(({ orderId }) => orderId).sort()).toEqual(orders.map(({ orderId }) => orderId).sort());
    expect([all.complete, some.complete, some.executions.length]).toEqual([true, false, 2]);
  });

  it('are none of an execution that somebody has started by hand, under a name that no order has', async () => {
    const running = await stateMachine({ Type: 'Wait', Seconds: 600 });
    const broken = await stateMachine({ Type: 'Fail', Error: 'Broken' });
    const order = message();
    for (const stateMachineArn of [running, broken]) {
      await createSfnSagaStarter({ client, stateMachineArn }).start(order);
      await client.send(new StartExecutionCommand({ stateMachineArn, name: 'tried-by-hand' }));
    }
    for (const name of [order.orderId, 'tried-by-hand']) {
      await untilEnded(executionArn(broken, name));
    }

    const found = [
      (await createSfnExecutions({ client, stateMachineArn: running }).findRunning({ limit: 10 })).executions,
      await createSfnExecutions({ client, stateMachineArn: broken }).findBroken({ limit: 10 }),
    ];

    expect(found.flat().map(({ orderId }) => orderId)).toEqual([order.orderId, order.orderId]);
  });
});
