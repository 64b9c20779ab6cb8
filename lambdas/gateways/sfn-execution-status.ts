import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import type { ExecutionStatus } from '../ports/order-standing';
import { whenAvailable } from '../runtime/aws-availability';
import { executionArnOf } from './execution-arn';

export const createSfnExecutionStatus = ({
  client,
  stateMachineArn,
}: {
  readonly client: SFNClient;
  readonly stateMachineArn: string;
}): ExecutionStatus => ({
  async statusOf(orderId) {
    const executionArn = executionArnOf(stateMachineArn, orderId);
    try {
      const { status } = await whenAvailable('Step Functions', () =>
        client.send(new DescribeExecutionCommand({ executionArn })),
      );
      return status === 'RUNNING' || status === 'PENDING_REDRIVE' || status === 'SUCCEEDED'
        ? runningOr(status)
        : 'BROKEN';
    } catch (error) {
      if (error instanceof Error && /ExecutionDoesNotExist/.test(error.name)) {
        return undefined;
      }
      throw error;
    }
  },
});

const runningOr = (status: 'RUNNING' | 'PENDING_REDRIVE' | 'SUCCEEDED') =>
  status === 'SUCCEEDED' ? status : ('RUNNING' as const);
