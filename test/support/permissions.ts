import type { Resource } from '../infrastructure/stages';

/** What every function may do: write its log and send its traces. */
export const EVERY = ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'];
/** Of whoever takes messages out of a queue. */
export const CONSUME = [
  'sqs:ChangeMessageVisibility',
  'sqs:DeleteMessage',
  'sqs:GetQueueAttributes',
  'sqs:GetQueueUrl',
  'sqs:ReceiveMessage',
  'sqs:SendMessage', // to the dead letters
  'dynamodb:PutItem', // failure records
];

export interface Statement {
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}

export const actionsOf = ({ Action }: Statement): readonly string[] => (typeof Action === 'string' ? [Action] : Action);

/** What the policies allow to the role of a function. */
export function statementsOfRole(fn: Resource, policies: readonly Resource[]): readonly Statement[] {
  const role = fn.Properties.Role['Fn::GetAtt'][0];
  return policies
    .filter(({ Properties }) => Properties.Roles.some(({ Ref }: { Ref: string }) => Ref === role))
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}
