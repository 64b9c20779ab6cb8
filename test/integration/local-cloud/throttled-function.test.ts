import { randomUUID } from 'node:crypto';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeExecutionCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { emulatorClient } from '../../../localstack/aws';
import { eventually } from '../../support/end-to-end/eventually';
import { localCloud } from '../../support/local-cloud';

const ROLE = 'arn:aws:iam::000000000000:role/nobody-looks';
/** The end of a zip archive, which is all of one without files. Nothing of it is ever run. */
const NO_CODE = Buffer.from(`504b0506${'00'.repeat(18)}`, 'hex');

describe('A state whose function is throttled', () => {
  const config = emulatorClient(localCloud().emulator);
  const [lambda, sfn] = [new LambdaClient(config), new SFNClient(config)];
  const name = `throttled-${randomUUID()}`;
  let stateMachineArn: string | undefined;
  afterAll(async () => {
    await sfn.send(new DeleteStateMachineCommand({ stateMachineArn }));
    await lambda.send(new DeleteFunctionCommand({ FunctionName: name }));
    lambda.destroy();
    sfn.destroy();
  });

  it('fails under the name that Step Functions has for it, so that orders wait and are not undone', async () => {
    const { FunctionArn } = await lambda.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Runtime: 'provided.al2023',
        Handler: 'nothing',
        Role: ROLE,
        Code: { ZipFile: NO_CODE },
      }),
    );
    await lambda.send(new PutFunctionConcurrencyCommand({ FunctionName: name, ReservedConcurrentExecutions: 0 }));
    const definition = { StartAt: 'Call', States: { Call: { Type: 'Task', Resource: FunctionArn, End: true } } };
    ({ stateMachineArn } = await sfn.send(
      new CreateStateMachineCommand({ name, roleArn: ROLE, definition: JSON.stringify(definition) }),
    ));

    const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn }));
    const ended = await eventually(
      () => sfn.send(new DescribeExecutionCommand({ executionArn })),
      ({ status }) => status !== 'RUNNING',
    );

    expect(ended).toMatchObject({ status: 'FAILED', error: 'Lambda.TooManyRequestsException' });
  });
});
