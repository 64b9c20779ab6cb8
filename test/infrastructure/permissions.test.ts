import { CIRCUIT_EVENT_SOURCE, EVENT_SOURCE } from '../../lambdas/domain/events';
import { CIRCUIT_SETTINGS } from '../../lambdas/gateways/circuit-settings';
import { actionsOf, CONSUME, EVERY, type Statement, statementsOfRole } from '../support/permissions';
import { cloudStage, localStage, type Resource, resourcesOf, synthesize } from './stages';

/** What a function beside the database may do as well: hold a network interface, and log in. */
const WITH_DATABASE = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const CONNECT = 'rds-db:connect';
/** Of whoever changes an order, or the circuit of an outside service. */
const PUBLISH = 'events:PutEvents';
const READ_SECRET = 'secretsmanager:GetSecretValue';
const USE_CIRCUIT = ['dynamodb:GetItem', 'dynamodb:PutItem'];
/** Everything that each function may do beyond `EVERY`. Whoever adds a permission says so here. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  'reserve-inventory': [...WITH_DATABASE, CONNECT, PUBLISH],
  'release-inventory': [...WITH_DATABASE, CONNECT],
  'charge-payment': [...WITH_DATABASE, CONNECT, PUBLISH, READ_SECRET, ...USE_CIRCUIT, 'dynamodb:GetItem'],
  'refund-payment': [...WITH_DATABASE, CONNECT, PUBLISH, READ_SECRET, ...USE_CIRCUIT],
  'book-shipment': [...WITH_DATABASE, CONNECT, PUBLISH, READ_SECRET, ...USE_CIRCUIT, 'dynamodb:GetItem'],
  'cancel-shipment': [...WITH_DATABASE, CONNECT, PUBLISH, READ_SECRET, ...USE_CIRCUIT],
  'confirm-order': [...WITH_DATABASE, CONNECT, PUBLISH],
  'reject-order': [...WITH_DATABASE, CONNECT, PUBLISH],
  'place-order': [
    'dynamodb:DeleteItem',
    'dynamodb:GetItem',
    'dynamodb:PutItem',
    'dynamodb:UpdateItem',
    'sqs:SendMessage',
  ],
  'get-order': [...WITH_DATABASE, CONNECT, 'dynamodb:GetItem'],
  'get-timeline': [...WITH_DATABASE, CONNECT, 'dynamodb:GetItem', 'dynamodb:Query', 'states:GetExecutionHistory'],
  'list-orders': [...WITH_DATABASE, CONNECT],
  'list-products': [...WITH_DATABASE, CONNECT],
  authorize: [],
  'webhook-endpoints': [
    ...['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Scan', 'dynamodb:UpdateItem'],
    READ_SECRET,
    'secretsmanager:PutSecretValue',
    'secretsmanager:UpdateSecretVersionStage',
  ],
  'notify-customer': [
    ...CONSUME,
    ...['dynamodb:DeleteItem', 'dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem'],
    ...['ses:SendEmail', 'ses:SendTemplatedEmail'],
  ],
  'fan-out-webhooks': [...CONSUME, 'dynamodb:Scan', 'dynamodb:UpdateItem', 'events:PutEvents'],
  'deliver-webhook': [...CONSUME, ...USE_CIRCUIT, 'dynamodb:UpdateItem', READ_SECRET, 'events:PutEvents'],
  'receive-payment-event': [READ_SECRET, 'sqs:SendMessage'],
  'start-saga': [...CONSUME, 'dynamodb:UpdateItem', 'states:StartExecution'],
  'enqueue-forgotten-orders': ['dynamodb:Query', 'dynamodb:UpdateItem', 'sqs:SendMessage'],
  'flag-failed-execution': [...WITH_DATABASE, CONNECT, PUBLISH, ...CONSUME, 'dynamodb:GetItem'],
  'settle-payment': [...WITH_DATABASE, CONNECT, PUBLISH, READ_SECRET, ...USE_CIRCUIT, ...CONSUME],
  'publish-left-events': [...WITH_DATABASE, CONNECT, PUBLISH],
  'find-unfinished-orders': [...WITH_DATABASE, CONNECT],
  'expire-reservations': [...WITH_DATABASE, CONNECT, 'states:DescribeExecution', 'states:ListExecutions'],
  'report-gauges': [...WITH_DATABASE, CONNECT, 'dynamodb:Scan'],
  'check-books': [...WITH_DATABASE, CONNECT],
  'migrate-database': [...WITH_DATABASE, READ_SECRET],
};

/** Calls that know no resource, and two that may be about the execution of any order. Everything else must name what it is for. */
const ON_ANY_RESOURCE = [
  ...WITH_DATABASE,
  'xray:PutTelemetryRecords',
  'xray:PutTraceSegments',
  'states:DescribeExecution',
  'states:GetExecutionHistory',
];

describe('Permissions of the functions', () => {
  const { data, workflow } = synthesize(cloudStage());
  const policies = resourcesOf('AWS::IAM::Policy', data, workflow);
  const roles = resourcesOf('AWS::IAM::Role', data, workflow);
  const functions = resourcesOf('AWS::Lambda::Function', data, workflow).filter((fn) => nameOf(fn) !== undefined);

  const statementsOf = (fn: Resource) => statementsOfRole(fn, policies);
  const statementsOfNamed = (name: string) => statementsOf(functions.find((fn) => nameOf(fn) === name) as Resource);

  it('are listed for every function', () => {
    expect(functions.map(nameOf).sort()).toEqual(Object.keys(PERMISSIONS).sort());
  });

  it.each(functions.map((fn) => [nameOf(fn), fn] as const))('are exactly those listed for %s', (name, fn) => {
    const actions = new Set(statementsOf(fn).flatMap(actionsOf));

    expect([...actions].sort()).toEqual([...new Set([...EVERY, ...(PERMISSIONS[name] ?? [])])].sort());
  });

  it('name a resource wherever there is one', () => {
    const unbound = functions
      .flatMap(statementsOf)
      .filter(({ Resource }) => JSON.stringify(Resource).includes('*'))
      .flatMap(actionsOf);

    expect([...new Set(unbound)].sort()).toEqual([...ON_ANY_RESOURCE].sort());
  });

  it('are granted one by one, with no policy of the provider and nothing for others to assume', () => {
    const names = functions.map((fn) => fn.Properties.Role['Fn::GetAtt'][0]);
    const ours = roles.filter(({ logicalId }) => names.includes(logicalId));

    expect(ours.flatMap(({ Properties }) => Properties.ManagedPolicyArns ?? [])).toEqual([]);
    expect(
      new Set(ours.map(({ Properties }) => JSON.stringify(Properties.AssumeRolePolicyDocument.Statement))),
    ).toEqual(
      new Set([
        JSON.stringify([{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }]),
      ]),
    );
  });

  it.each([
    { name: 'charge-payment', attribute: 'paymentMethodId' },
    { name: 'book-shipment', attribute: 'shippingAddress' },
    { name: 'notify-customer', attribute: 'email' },
  ])('let $name read $attribute of the intake record and nothing else', ({ name, attribute }) => {
    const reads = statementsOfNamed(name).filter(
      (statement) => actionsOf(statement).includes('dynamodb:GetItem') && isAbout(statement, 'IntakeTable'),
    );

    expect(reads.map(({ Condition }) => Condition)).toEqual([
      {
        'ForAllValues:StringEquals': { 'dynamodb:Attributes': ['orderId', attribute] },
        Null: { 'dynamodb:Attributes': 'false' },
        StringEqualsIfExists: { 'dynamodb:Select': 'SPECIFIC_ATTRIBUTES' },
      },
    ]);
  });

  it.each([
    { name: 'charge-payment', circuit: 'payment-provider' },
    { name: 'refund-payment', circuit: 'payment-provider' },
    { name: 'book-shipment', circuit: 'carrier' },
    { name: 'cancel-shipment', circuit: 'carrier' },
  ] as const)('let $name read and move the circuit of the $circuit and no other', ({ name, circuit }) => {
    const uses = statementsOfNamed(name).filter((statement) => isAbout(statement, 'CircuitsTable'));

    expect(Object.keys(CIRCUIT_SETTINGS)).toContain(circuit);
    expect(uses).toMatchObject([
      {
        Action: ['dynamodb:GetItem', 'dynamodb:PutItem'],
        Condition: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [circuit] } },
      },
    ]);
  });
});

describe('What is said on the bus', () => {
  const { data, workflow } = synthesize(cloudStage());
  const policies = resourcesOf('AWS::IAM::Policy', data, workflow);
  const functions = resourcesOf('AWS::Lambda::Function', data, workflow).filter((fn) => nameOf(fn) !== undefined);
  const speakersAs = (source: string) =>
    functions
      .filter((fn) =>
        policies
          .filter(({ Properties }) => Properties.Roles[0].Ref === fn.Properties.Role['Fn::GetAtt'][0])
          .flatMap(({ Properties }) => Properties.PolicyDocument.Statement as Statement[])
          .some(
            (statement) =>
              actionsOf(statement).includes(PUBLISH) &&
              JSON.stringify(statement.Condition) === JSON.stringify({ StringEquals: { 'events:source': source } }),
          ),
      )
      .map(nameOf)
      .sort();

  it('of circuits is said by the functions that call an outside service, and by no other', () => {
    expect(speakersAs(CIRCUIT_EVENT_SOURCE)).toEqual([
      ...['book-shipment', 'cancel-shipment', 'charge-payment', 'refund-payment', 'settle-payment'],
    ]);
  });

  it('of orders is not said by a function that changes none', () => {
    expect(speakersAs(EVENT_SOURCE)).not.toContain('cancel-shipment');
  });

  it('of circuits reaches nobody who asks for events of orders', () => {
    const patterns = resourcesOf('AWS::Events::Rule', workflow, data).map(({ Properties }) => Properties.EventPattern);

    expect(patterns.filter((pattern) => pattern?.source?.includes(EVENT_SOURCE)).length).toBeGreaterThan(1);
    expect(patterns.filter((pattern) => JSON.stringify(pattern ?? {}).includes(CIRCUIT_EVENT_SOURCE))).toEqual([]);
    expect(CIRCUIT_EVENT_SOURCE).not.toBe(EVENT_SOURCE);
  });
});

describe('What leaves the house', () => {
  const { data, workflow } = synthesize(cloudStage());
  const functions = resourcesOf('AWS::Lambda::Function', data, workflow);
  const policies = resourcesOf('AWS::IAM::Policy', data, workflow);
  const named = (name: string) => functions.find((fn) => nameOf(fn) === name) as Resource;
  const statementsOf = (name: string): readonly Statement[] =>
    policies
      .filter(({ Properties }) => Properties.Roles[0].Ref === named(name).Properties.Role['Fn::GetAtt'][0])
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement);

  it('is sent by functions outside of the network of the database', () => {
    for (const name of ['deliver-webhook', 'fan-out-webhooks', 'notify-customer']) {
      expect(named(name).Properties.VpcConfig).toBeUndefined();
    }
  });

  it.each(['deliver-webhook', 'webhook-endpoints'])('goes to the internet alone, says the cloud to %s', (name) => {
    const local = resourcesOf('AWS::Lambda::Function', synthesize(localStage()).workflow);

    expect(named(name).Properties.Environment.Variables.WEBHOOK_TARGETS).toBe('public');
    expect(local.find((fn) => nameOf(fn) === name)?.Properties.Environment.Variables.WEBHOOK_TARGETS).toBe(
      'loopback too',
    );
  });

  it('comes from one address and out of our own templates', () => {
    const [send] = statementsOf('notify-customer').filter((statement) =>
      actionsOf(statement).includes('ses:SendEmail'),
    );

    expect(send?.Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'orders@shop.example' } });
    expect(JSON.stringify(send?.Resource)).toMatch(/identity\/orders@shop\.example.*identity\/shop\.example/);
    for (const template of resourcesOf('AWS::SES::Template', workflow)) {
      expect(JSON.stringify(send?.Resource)).toContain(`template/${template.Properties.Template.TemplateName}`);
    }
    expect(resourcesOf('AWS::SES::Template', workflow)).toHaveLength(3);
  });

  it('moves the circuits of endpoints and no others', () => {
    const [use] = statementsOf('deliver-webhook').filter((statement) => isAbout(statement, 'CircuitsTable'));

    expect(use?.Condition).toEqual({ 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['webhook-*'] } });
    // Theirs are set by one name, and kept under the id of each.
    for (const circuit of Object.keys(CIRCUIT_SETTINGS).filter((part) => part !== 'webhook-endpoint')) {
      expect(circuit).not.toMatch(/^webhook-/);
    }
  });

  it('is told to each endpoint by an invocation of its own', () => {
    const { logicalId } = named('deliver-webhook');
    const [mapping] = resourcesOf('AWS::Lambda::EventSourceMapping', workflow).filter(
      ({ Properties }) => Properties.FunctionName.Ref === logicalId,
    );

    expect(mapping?.Properties.BatchSize).toBe(1);
  });
});

const isAbout = ({ Resource }: Statement, logicalId: string): boolean => JSON.stringify(Resource).includes(logicalId);

function nameOf({ Properties }: Resource): string {
  return Properties.Environment?.Variables?.POWERTOOLS_SERVICE_NAME;
}
