import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { PROBLEM_NAMES, ProblemError } from '../../lambdas/runtime/problem';
import { OrderApi } from '../../lib/constructs/order-api';
import { cloudStage, type Resource, resourcesOf, synthesize } from './stages';

const GATEWAY_TIMEOUT_MS = 29_000;
const { workflow } = synthesize(cloudStage());
const methods = resourcesOf('AWS::ApiGateway::Method', workflow);
/** What anybody may call who can sign. */
const isSigned = ({ Properties }: Resource): boolean => Properties.AuthorizationType === 'NONE';
const routesOfCustomers = methods.filter((method) => !isSigned(method));
const functions = resourcesOf('AWS::Lambda::Function', workflow);
const problems = resourcesOf('AWS::ApiGateway::GatewayResponse', workflow).map(({ Properties }) => Properties);

/** A gateway response as a client sees it. */
const bodyOf = (problem: Resource['Properties']) =>
  JSON.parse(
    problem.ResponseTemplates['application/json'].replace(
      '$context.error.messageString',
      '"a sentence of the gateway"',
    ),
  );

describe('Routes', () => {
  it('are exactly those of the API', () => {
    const parts = new Map(
      resourcesOf('AWS::ApiGateway::Resource', workflow).map(({ logicalId, Properties }) => [logicalId, Properties]),
    );
    const pathOf = (id: string | undefined): string => {
      const part = id === undefined ? undefined : parts.get(id);
      return part === undefined ? '' : `${pathOf(part.ParentId.Ref)}/${part.PathPart}`;
    };

    const routeOf = ({ Properties }: Resource) => `${Properties.HttpMethod} ${pathOf(Properties.ResourceId.Ref)}`;
    expect(routesOfCustomers.map(routeOf).sort()).toEqual([
      'DELETE /webhook-endpoints/{endpointId}',
      'GET /orders',
      'GET /orders/{orderId}',
      'GET /orders/{orderId}/timeline',
      'GET /products',
      'GET /webhook-endpoints',
      'GET /webhook-endpoints/{endpointId}',
      'PATCH /webhook-endpoints/{endpointId}',
      'POST /orders',
      'POST /webhook-endpoints',
      'POST /webhook-endpoints/{endpointId}/secret',
    ]);
    expect(methods.filter(isSigned).map(routeOf)).toEqual(['POST /webhooks/payment']);
  });

  it('of customers all ask the authorizer and a validator', () => {
    expect(routesOfCustomers.map(({ Properties }) => Properties.AuthorizationType)).toEqual(
      routesOfCustomers.map(() => 'CUSTOM'),
    );
    expect(routesOfCustomers.filter(({ Properties }) => Properties.RequestValidatorId === undefined)).toEqual([]);
  });

  it('end after their function, and before the gateway loses patience', () => {
    const called = methods.map(({ Properties }) => JSON.stringify(Properties.Integration.Uri));
    const routeFunctions = called.map((uri) => functions.find(({ logicalId }) => uri.includes(`"${logicalId}"`)));

    expect(methods.map(({ Properties }) => Properties.Integration.TimeoutInMillis)).toEqual(
      methods.map(() => GATEWAY_TIMEOUT_MS),
    );
    expect(Math.max(...routeFunctions.map((fn) => fn?.Properties.Timeout * 1_000))).toBeLessThan(GATEWAY_TIMEOUT_MS);
  });

  it('require an idempotency key for placing an order, and no other parameter: the problem for it depends on that', () => {
    const required = methods.flatMap(({ Properties }) =>
      Object.entries(Properties.RequestParameters ?? {})
        .filter(([name, isRequired]) => isRequired === true && !name.startsWith('method.request.path.'))
        .map(([name]) => name),
    );

    expect(required).toEqual(['method.request.header.Idempotency-Key']);
  });
});

describe('Authorizer', () => {
  it('is asked once for each token, not for each route', () => {
    workflow.hasResourceProperties('AWS::ApiGateway::Authorizer', {
      Type: 'TOKEN',
      AuthorizerResultTtlInSeconds: 300,
      IdentitySource: 'method.request.header.Authorization',
    });
  });

  it('is not asked about what is no bearer token', () => {
    const [authorizer] = resourcesOf('AWS::ApiGateway::Authorizer', workflow);
    const bearer = new RegExp(authorizer?.Properties.IdentityValidationExpression);

    expect(bearer.test('Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJjIn0.c2lnbmF0dXJl')).toBe(true);
    for (const other of ['', 'Bearer', 'Bearer x', 'Basic dXNlcjpwYXNz', 'Bearer a.b.c d', 'x Bearer a.b.c']) {
      expect(bearer.test(other)).toBe(false);
    }
  });
});

describe('Problems of the gateway', () => {
  it.each(problems.map((problem) => [problem.ResponseType, problem] as const))(
    '%s is a problem document',
    (_, problem) => {
      expect(problem.ResponseParameters['gatewayresponse.header.Content-Type']).toBe("'application/problem+json'");
      expect(bodyOf(problem)).toMatchObject({ type: expect.any(String), title: expect.any(String) });
      expect(bodyOf(problem).status).toBe(problem.StatusCode === undefined ? undefined : Number(problem.StatusCode));
    },
  );

  it.each([
    ['BAD_REQUEST_BODY', '400'],
    ['BAD_REQUEST_PARAMETERS', '400'],
    ['UNAUTHORIZED', '401'],
    ['ACCESS_DENIED', '403'],
    ['MISSING_AUTHENTICATION_TOKEN', '404'],
    ['REQUEST_TOO_LARGE', '413'],
    ['THROTTLED', '429'],
    ['DEFAULT_4XX', undefined],
    ['DEFAULT_5XX', undefined],
  ])('cover %s with status %s', (type, status) => {
    expect(problems.find(({ ResponseType }) => ResponseType === type)).toMatchObject(
      status === undefined ? {} : { StatusCode: status },
    );
  });

  it('have the types and titles of the functions, so that a client cannot tell who refused', () => {
    const ours = problems.map(bodyOf).filter(({ type }) => type !== 'about:blank');
    const known = PROBLEM_NAMES.map((name) => new ProblemError(name).problem).map(
      ({ type, title }) => `${type} ${title}`,
    );

    expect(ours.length).toBeGreaterThan(4);
    expect(ours.map(({ type, title }) => `${type} ${title}`).filter((problem) => !known.includes(problem))).toEqual([]);
  });
});

describe('Stage of the API', () => {
  it('row 10: is throttled, and more so where no token is needed; is traced, and logs requests', () => {
    workflow.hasResourceProperties('AWS::ApiGateway::Stage', {
      TracingEnabled: true,
      AccessLogSetting: { DestinationArn: Match.anyValue() },
      MethodSettings: [
        Match.objectLike({
          HttpMethod: '*',
          ResourcePath: '/*',
          ThrottlingRateLimit: 100,
          ThrottlingBurstLimit: 200,
          DataTraceEnabled: false,
          LoggingLevel: 'ERROR',
        }),
        Match.objectLike({
          HttpMethod: 'POST',
          ResourcePath: '/~1webhooks~1payment',
          ThrottlingRateLimit: 50,
          ThrottlingBurstLimit: 100,
          DataTraceEnabled: false,
          LoggingLevel: 'ERROR',
        }),
        // The metrics of the objective cost extra; all else is as everywhere.
        Match.objectLike({
          HttpMethod: 'POST',
          ResourcePath: '/~1orders',
          MetricsEnabled: true,
          ThrottlingRateLimit: 100,
          ThrottlingBurstLimit: 200,
          DataTraceEnabled: false,
          LoggingLevel: 'ERROR',
        }),
      ],
    });
  });

  it('logs nothing by which a person could be found', () => {
    const [stage] = resourcesOf('AWS::ApiGateway::Stage', workflow);
    const format: string = stage?.Properties.AccessLogSetting.Format;

    expect(JSON.parse(format)).toMatchObject({ requestId: '$context.requestId', status: '$context.status' });
    expect(format).not.toMatch(/identity|authorizer\.(?!latency)|principal|userAgent|sourceIp|\$context\.path/i);
  });
});

describe('OrderApi', () => {
  it('fails when a function could outlive the gateway', () => {
    const stack = new Stack(new App(), 'Slow');
    const fn = new LambdaFunction(stack, 'Function', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromInline('exports.handler = () => {}'),
      timeout: Duration.seconds(29),
    });

    expect(
      () =>
        new OrderApi(stack, 'Api', {
          ...{ placeOrder: fn, getOrder: fn, getTimeline: fn, listOrders: fn, listProducts: fn },
          ...{ webhookEndpoints: fn, receivePaymentEvent: fn, authorize: fn },
        }),
    ).toThrow("the time-out of Slow/Function should be shorter than the gateway's (29 s), got 29");
  });
});
