import { GetExecutionHistoryCommand, SFNClient } from '@aws-sdk/client-sfn';
import { emulatorClient } from '../../../localstack/aws';
import type { Endpoints } from '../../../localstack/endpoints';

const EVENTS_MAX = 1_000;

/** Each call of an order's saga that did not succeed: when, where and how. */
export async function failuresOf(
  { emulator, stateMachineArn }: Pick<Endpoints, 'emulator' | 'stateMachineArn'>,
  orderId: string,
): Promise<readonly string[]> {
  const executionArn = `${stateMachineArn.replace(':stateMachine:', ':execution:')}:${orderId}`;
  const client = new SFNClient(emulatorClient(emulator));
  try {
    const { events = [] } = await client.send(new GetExecutionHistoryCommand({ executionArn, maxResults: EVENTS_MAX }));
    let state = '';
    return events.flatMap((event) => {
      state = event.stateEnteredEventDetails?.name ?? state;
      const { error, cause } = event.taskFailedEventDetails ?? event.taskTimedOutEventDetails ?? {};
      return error === undefined
        ? []
        : [`${event.timestamp?.toISOString()} ${state}: ${error} ${cause?.slice(0, 200)}`];
    });
  } catch (error) {
    return [`its history cannot be read: ${error}`];
  } finally {
    client.destroy();
  }
}
