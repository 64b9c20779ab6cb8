/**
 * What the functions measure: a contract with the alarms and the dashboard, which look for exactly these names under
 * exactly these dimensions. Counts that are 0 or 1 carry three numbers in one metric: their sum, how many there were,
 * and the share between the two.
 */
export const MetricName = {
  // By route.
  ApiDuration: 'ApiDuration',
  /** 1 when we could not answer (5xx), else 0. */
  ApiFailure: 'ApiFailure',
  /** 1 when we refused (4xx), else 0. */
  ApiRefusal: 'ApiRefusal',
  ReadFromReplica: 'ReadFromReplica',
  ReadWaitedForReplica: 'ReadWaitedForReplica',
  ReadFromWriter: 'ReadFromWriter',
  /** 1 when an event of the payment provider was signed as it must be, else 0. */
  PaymentEventGenuine: 'PaymentEventGenuine',

  // By step and outcome.
  StepDuration: 'StepDuration',
  // By step.
  /** 1 when the call was a retry, else 0. */
  StepRetry: 'StepRetry',

  // By outcome.
  OrderEnded: 'OrderEnded',
  // By reason.
  OrderRejected: 'OrderRejected',
  // By nothing.
  /** From acceptance to confirmation. */
  TimeToConfirmation: 'TimeToConfirmation',
  /** 1 when a confirmation came later than promised, else 0. */
  LateConfirmation: 'LateConfirmation',

  // By consumer and outcome.
  RecordOutcome: 'RecordOutcome',
  // By consumer.
  ReceiveCount: 'ReceiveCount',
  QueueWait: 'QueueWait',

  // By operation.
  IdempotentReplay: 'IdempotentReplay',

  // By dependency.
  CircuitChanged: 'CircuitChanged',
  CircuitUnguarded: 'CircuitUnguarded',
  /** Something waits because a dependency is away. */
  DependencyAway: 'DependencyAway',
  // By nothing.
  /** 1 when a reading of every minute found Postgres away; otherwise it is not measured, so that its sum counts minutes. */
  PostgresAway: 'PostgresAway',

  // By function.
  ColdStart: 'ColdStart',
  // By nothing.
  AwsCalls: 'AwsCalls',

  // By operation (mail or webhook) and outcome.
  DeliveryOutcome: 'DeliveryOutcome',

  // Signals, by nothing.
  WebhookEndpointDisabled: 'WebhookEndpointDisabled',
  OrderNotEnqueued: 'OrderNotEnqueued',
  ForgottenOrderEnqueued: 'ForgottenOrderEnqueued',
  ForgottenOrderFailed: 'ForgottenOrderFailed',
  /** Events that a function could not publish itself, and left to the sweeper. */
  EventsLeft: 'EventsLeft',
  EventParked: 'EventParked',
  /** Stock was given back of an order that no saga carried any more. */
  ReservationExpired: 'ReservationExpired',
  ReservationExpiryFailed: 'ReservationExpiryFailed',
  /** Time was over before every reservation was looked at; the next run begins elsewhere. */
  ReservationExpiryUnfinished: 'ReservationExpiryUnfinished',
  PaymentGivenBack: 'PaymentGivenBack',
  RefundFailed: 'RefundFailed',
  PaymentRefundedOutside: 'PaymentRefundedOutside',

  // Gauges, read by a schedule.
  /** By status, of those that are not final. */
  OpenOrders: 'OpenOrders',
  /** Of those in the database. Orders before their first step are in the ages, letters and sweeps of the runbook `orders-stuck`. */
  OrdersStuck: 'OrdersStuck',
  OldestRepairAge: 'OldestRepairAge',
  /** Of the event that has waited longest to be published, without those that are parked. */
  OutboxAge: 'OutboxAge',
  /** Events that cannot be published as they are. */
  EventsParked: 'EventsParked',
  /** By dependency: 1 while the circuit is not closed, else 0. */
  CircuitOpen: 'CircuitOpen',
  /** Places at which the books do not agree. */
  Drift: 'Drift',
  OrdersChecked: 'OrdersChecked',
  /** 1 when a check of the books could not add stock up, else 0. */
  StockUnchecked: 'StockUnchecked',
} as const;
export type MetricName = (typeof MetricName)[keyof typeof MetricName];

/** The one value of the dimension `service`: what several functions measure adds up. */
export const METRIC_SERVICE = 'orders';

/** Each stage has a namespace of its own, so that a test stage in the same account rings no alarm of the real one. */
export const metricNamespace = (stage: string): string => `OrderWorkflow/${stage}`;

/** All that a metric may be split by. Each combination of values is a metric that is paid for: never an id. */
export const METRIC_DIMENSIONS = [
  'service',
  'route',
  'step',
  'outcome',
  'reason',
  'consumer',
  'operation',
  'dependency',
  'to',
  'status',
  'function_name',
] as const;
export type MetricDimension = (typeof METRIC_DIMENSIONS)[number];

/** What orders wait for. `other` is AWS's own services. */
export const DEPENDENCIES = ['postgres', 'payment-provider', 'carrier', 'other'] as const;
export type MeasuredDependency = (typeof DEPENDENCIES)[number];

/** A confirmation within this time keeps the promise to customers; the objective says how many have to. */
export const CONFIRMED_WITHIN_MS = 5 * 60_000;
