/**
 * Everything that the console calls of AWS, and all that its role lets it call: the template is held against this list, and
 * so is what the console really does in a browser. A queue stands for all of them.
 */
export const CONSOLE_PERMISSIONS: readonly string[] = [
  'cloudwatch:DescribeAlarms',
  'cloudwatch:GetMetricData',
  'dynamodb:GetItem circuits',
  'dynamodb:GetItem intake',
  'dynamodb:PutItem failureRecords',
  'dynamodb:Query deliveries',
  'dynamodb:Query deliveries/index/by-kind',
  'dynamodb:Query failureRecords',
  'dynamodb:Query failureRecords/index/actions',
  'dynamodb:Query intake/index/not-started',
  'dynamodb:Scan webhookEndpoints',
  'lambda:InvokeFunction CancelShipment',
  'lambda:InvokeFunction RefundPayment',
  'lambda:InvokeFunction RejectOrder',
  'lambda:InvokeFunction ReleaseInventory',
  'sqs:ChangeMessageVisibility deadLetters',
  'sqs:DeleteMessage deadLetters',
  'sqs:GetQueueAttributes deadLetters',
  'sqs:GetQueueAttributes queue',
  'sqs:ReceiveMessage deadLetters',
  'sqs:SendMessage queue',
  'states:DescribeExecution execution',
  'states:DescribeStateMachine saga',
  'states:GetExecutionHistory execution',
  'xray:BatchGetTraces',
  'xray:PutTraceSegments',
];

/** Of them, what a local cloud answers by itself, beside the emulator. */
export const NOT_OF_THE_EMULATOR = /^(?:cloudwatch|xray):/;
