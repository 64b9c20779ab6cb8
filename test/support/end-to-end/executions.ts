import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { createSfnExecutionHistory } from '../../../lambdas/gateways/sfn-execution-history';
import type { StepAttempt } from '../../../lambdas/ports/execution-history';
import { emulatorClient } from '../../../localstack/aws';
import { localCloud } from '../local-cloud';

/** The states that an order's saga has entered so far, in order. */
export async function statesEntered(orderId: string): Promise<readonly string[]> {
  const { emulator, stateMachineArn } = localCloud();
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
  const client = new SFNClient(emulatorClient(emulator));
  try {
    const names: string[] = [];
    let nextToken: string | undefined;
    do {
      const page = await client.send(new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: 1_000 }));
      names.push(
        ...(page.events ?? []).flatMap(({ stateEnteredEventDetails }) => stateEnteredEventDetails?.name ?? []),
      );
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return names;
  } finally {
    client.destroy();
  }
}

/** Each call of one step of an order's saga, in order. */
export async function attemptsOf(orderId: string, step: string): Promise<readonly StepAttempt[]> {
  const { emulator, stateMachineArn } = localCloud();
  const client = new SFNClient(emulatorClient(emulator));
  try {
    const execution = await createSfnExecutionHistory({ client, stateMachineArn }).executionOf(orderId);
    return (execution?.visits ?? []).filter((visit) => visit.step === step).flatMap(({ attempts }) => attempts);
  } finally {
    client.destroy();
  }
}
