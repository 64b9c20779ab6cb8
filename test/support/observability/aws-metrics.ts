/**
 * What AWS measures by itself, as its documentation lists it: written down by hand and not derived from any alarm, so that
 * an alarm on a name that does not exist, or under dimensions that nobody sends, looks at nothing in the tests either.
 *
 * - https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 * - https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
 * - https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 * - https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html
 * - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 * - https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/rds-proxy.monitoring.html
 * - https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 * - https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatch-Logs-Monitoring-CloudWatch-Metrics.html
 */
export interface MeasuredByAws {
  /** What a resource of CloudFormation is called. */
  readonly resource: string;
  readonly namespace: string;
  readonly metrics: readonly string[];
  /** Each set of dimensions under which it is measured, by the names of their values in `deployed-metrics.ts`. */
  readonly under: readonly Readonly<Record<string, string>>[];
}

const CLUSTER = { DBClusterIdentifier: 'cluster' };

export const MEASURED_BY_AWS: readonly MeasuredByAws[] = [
  {
    resource: 'AWS::SQS::Queue',
    namespace: 'AWS/SQS',
    metrics: [
      'ApproximateAgeOfOldestMessage',
      'ApproximateNumberOfMessagesDelayed',
      'ApproximateNumberOfMessagesNotVisible',
      'ApproximateNumberOfMessagesVisible',
      'NumberOfEmptyReceives',
      'NumberOfMessagesDeleted',
      'NumberOfMessagesReceived',
      'NumberOfMessagesSent',
      'SentMessageSize',
    ],
    under: [{ QueueName: 'GetAtt QueueName' }],
  },
  {
    resource: 'AWS::Lambda::Function',
    namespace: 'AWS/Lambda',
    metrics: ['Invocations', 'Errors', 'Throttles', 'Duration', 'ConcurrentExecutions'],
    // The first: all functions of the account and the region together.
    under: [{}, { FunctionName: 'Ref' }],
  },
  {
    resource: 'AWS::StepFunctions::StateMachine',
    namespace: 'AWS/States',
    metrics: [
      'ExecutionTime',
      'ExecutionThrottled',
      'ExecutionsAborted',
      'ExecutionsFailed',
      'ExecutionsStarted',
      'ExecutionsSucceeded',
      'ExecutionsTimedOut',
    ],
    under: [{ StateMachineArn: 'Ref' }],
  },
  {
    resource: 'AWS::ApiGateway::Stage',
    namespace: 'AWS/ApiGateway',
    metrics: ['4XXError', '5XXError', 'Count', 'IntegrationLatency', 'Latency'],
    under: [{ ApiName: 'name of the API' }, { ApiName: 'name of the API', Stage: 'StageName' }],
  },
  {
    // Only where detailed metrics are switched on.
    resource: 'measured method',
    namespace: 'AWS/ApiGateway',
    metrics: ['4XXError', '5XXError', 'Count', 'IntegrationLatency', 'Latency'],
    under: [{ ApiName: 'name of the API', Stage: 'StageName', Resource: 'ResourcePath', Method: 'HttpMethod' }],
  },
  {
    // Of Aurora: the metrics of an instance are there for the cluster as well, and for its instances of each role.
    resource: 'AWS::RDS::DBInstance',
    namespace: 'AWS/RDS',
    metrics: [
      'ACUUtilization',
      'AuroraReplicaLag',
      'AuroraReplicaLagMaximum',
      'AuroraReplicaLagMinimum',
      'BufferCacheHitRatio',
      'CPUUtilization',
      'CommitLatency',
      'CommitThroughput',
      'DatabaseConnections',
      'Deadlocks',
      'DiskQueueDepth',
      'FreeLocalStorage',
      'FreeableMemory',
      'MaximumUsedTransactionIDs',
      'ReadLatency',
      'ServerlessDatabaseCapacity',
      'WriteLatency',
    ],
    under: [{ DBInstanceIdentifier: 'Ref' }, CLUSTER, { ...CLUSTER, Role: 'role' }, {}],
  },
  {
    resource: 'AWS::RDS::DBProxy',
    namespace: 'AWS/RDS',
    metrics: [
      'DatabaseConnections',
      'DatabaseConnectionsBorrowLatency',
      'DatabaseConnectionsCurrentlyBorrowed',
      'DatabaseConnectionsCurrentlyInTransaction',
      'DatabaseConnectionsCurrentlySessionPinned',
      'MaxDatabaseConnectionsAllowed',
    ],
    under: [
      { ProxyName: 'Ref' },
      { ProxyName: 'Ref', TargetGroup: 'target group', TargetRole: 'READ_WRITE' },
      { ProxyName: 'Ref', TargetGroup: 'target group', TargetRole: 'READ_ONLY' },
    ],
  },
  {
    resource: 'AWS::DynamoDB::GlobalTable',
    namespace: 'AWS/DynamoDB',
    metrics: ['ConsumedReadCapacityUnits', 'ConsumedWriteCapacityUnits', 'ReadThrottleEvents', 'WriteThrottleEvents'],
    under: [{ TableName: 'Ref' }],
  },
  {
    resource: 'AWS::Logs::LogGroup',
    namespace: 'AWS/Logs',
    metrics: ['IncomingBytes', 'IncomingLogEvents'],
    under: [{ LogGroupName: 'Ref' }],
  },
];
