const STEPS = ['ReserveInventory', 'ChargePayment', 'BookShipment', 'ConfirmOrder'];
const UNDOS = ['CancelShipment', 'RefundPayment', 'ReleaseInventory', 'RejectOrder'];
const SECOND = 1_000_000_000;

/** A saga of eight states, as large as the one of orders. */
export const definitionText = (): string =>
  JSON.stringify({
    stateMachineArn: 'arn',
    name: 'saga',
    type: 'STANDARD',
    creationDate: SECOND,
    roleArn: 'arn',
    definition: JSON.stringify({
      StartAt: STEPS[0],
      States: Object.fromEntries([
        ...STEPS.map((step, at) => [
          step,
          {
            ...(at < STEPS.length - 1 && { Next: STEPS[at + 1] }),
            Catch: [{ ErrorEquals: ['States.ALL'], Next: UNDOS[Math.max(0, STEPS.length - 2 - at)] }],
          },
        ]),
        ...UNDOS.map((undo, at) => [undo, at < UNDOS.length - 1 ? { Next: UNDOS[at + 1] } : {}]),
      ]),
    }),
  });

/** An execution that went all the way, each step tried once. */
export function historyText(): string {
  const types = (step: string) => [
    { type: 'TaskStateEntered', stateEnteredEventDetails: { name: step } },
    { type: 'LambdaFunctionScheduled' },
    { type: 'LambdaFunctionStarted' },
    { type: 'LambdaFunctionSucceeded' },
    { type: 'TaskStateExited', stateExitedEventDetails: { name: step } },
  ];
  const events = [{ type: 'ExecutionStarted' }, ...STEPS.flatMap(types), { type: 'ExecutionSucceeded' }];
  return JSON.stringify({ events: events.map((event, id) => ({ id, timestamp: SECOND + id / 10, ...event })) });
}

/** A trace of some forty spans, as one of a confirmed order has. */
export function tracesText(traceIds: readonly string[]): string {
  const segments = (traceId: string) =>
    STEPS.map((name, at) => ({
      trace_id: traceId,
      id: `${at}`.padStart(16, '0'),
      ...(at > 0 && { parent_id: `${at - 1}`.padStart(16, '0') }),
      name,
      start_time: SECOND + at,
      end_time: SECOND + at + 1,
      annotations: { step: name, attempt: 1, outcome: 'succeeded' },
      subsegments: Array.from({ length: 9 }, (_, call) => ({
        id: `${at}${call}`.padStart(16, 'a'),
        name: 'postgres',
        namespace: 'remote',
        start_time: SECOND + at + call / 10,
        end_time: SECOND + at + call / 10 + 0.05,
        annotations: { statement: 'open-payment' },
      })),
    }));
  return JSON.stringify({
    Traces: traceIds.map((Id) => ({
      Id,
      Segments: segments(Id).map((segment) => ({ Id: segment.id, Document: JSON.stringify(segment) })),
    })),
  });
}
