import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AuthorizationType,
  EndpointType,
  IdentitySource,
  type IRestApi,
  JsonSchemaType,
  JsonSchemaVersion,
  LambdaIntegration,
  LogGroupLogDestination,
  MethodLoggingLevel,
  type MethodOptions,
  RequestValidator,
  RestApi,
  TokenAuthorizer,
} from 'aws-cdk-lib/aws-apigateway';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from '../nag/acknowledge';
import { ACCESS_LOG_FORMAT } from './access-log';
import { addGatewayProblems } from './gateway-problems';

const STAGE_NAME = 'v1';

/** API Gateway answers 504 after this, whatever the function still does. */
const INTEGRATION_TIMEOUT = Duration.seconds(29);

export interface OrderApiProps {
  readonly placeOrder: LambdaFunction;
  readonly getOrder: LambdaFunction;
  readonly getTimeline: LambdaFunction;
  readonly listOrders: LambdaFunction;
  readonly listProducts: LambdaFunction;
  /** Of operators; it tells by method and path what to do. */
  readonly webhookEndpoints: LambdaFunction;
  /** Verifies by itself who calls. */
  readonly receivePaymentEvent: LambdaFunction;
  /** Must answer with a policy for the whole stage: the answer is cached by token, not by route. */
  readonly authorize: LambdaFunction;
  /**
   * Requests per second over all clients; what exceeds it is answered with 429.
   * @default 100
   */
  readonly rateLimit?: number;
  /** @default 200 */
  readonly burstLimit?: number;
  /**
   * The same for the one route that anybody may call. The payment provider sends again what was not taken.
   * @default 50, in bursts of 100
   */
  readonly webhookLimits?: { readonly rate: number; readonly burst: number };
  /**
   * How long a verified token is trusted without looking again.
   * @default Duration.minutes(5)
   */
  readonly authorizerCache?: Duration;
}

/**
 * The HTTP interface. It carries no CORS headers, so that browsers refuse to call it from another site's page: it is
 * made for a shop's own backend, which keeps the customers' tokens. A shop that calls it from its pages adds
 * `defaultCorsPreflightOptions` with its own origin here, and the same header to the problems of the gateway.
 */
export class OrderApi extends Construct {
  readonly restApi: RestApi;
  /** Where the gateway measures `POST /orders`. */
  readonly acceptance = { apiName: Stack.of(this).stackName, stageName: STAGE_NAME };

  /** @throws when a function could outlive the gateway's patience */
  constructor(scope: Construct, id: string, props: OrderApiProps) {
    super(scope, id);
    const { placeOrder, getOrder, getTimeline, listOrders, listProducts } = props;
    const { webhookEndpoints, receivePaymentEvent, authorize } = props;
    for (const fn of [
      ...[placeOrder, getOrder, getTimeline, listOrders, listProducts],
      ...[webhookEndpoints, receivePaymentEvent, authorize],
    ]) {
      assertShorterThanGateway(fn);
    }

    this.restApi = new RestApi(this, 'Api', {
      // Its metrics are found by this name, and stages of one account must not share them.
      restApiName: Stack.of(this).stackName,
      description: 'Places orders and tells how they are',
      endpointConfiguration: { types: [EndpointType.REGIONAL] },
      cloudWatchRole: true,
      // The account's setting may be in use by other APIs, so it stays when this one goes.
      cloudWatchRoleRemovalPolicy: RemovalPolicy.RETAIN,
      deployOptions: {
        stageName: STAGE_NAME,
        tracingEnabled: true,
        ...METHOD_LOGGING,
        accessLogDestination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            retention: RetentionDays.THREE_MONTHS,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
        accessLogFormat: ACCESS_LOG_FORMAT,
        throttlingRateLimit: props.rateLimit ?? 100,
        throttlingBurstLimit: props.burstLimit ?? 200,
        methodOptions: {
          '/webhooks/payment/POST': {
            ...METHOD_LOGGING,
            throttlingRateLimit: props.webhookLimits?.rate ?? 50,
            throttlingBurstLimit: props.webhookLimits?.burst ?? 100,
          },
          // The route of the objective has metrics of its own, which cost extra.
          '/orders/POST': {
            ...METHOD_LOGGING,
            metricsEnabled: true,
            throttlingRateLimit: props.rateLimit ?? 100,
            throttlingBurstLimit: props.burstLimit ?? 200,
          },
        },
      },
    });
    this.keepExecutionLog();
    addGatewayProblems(this, this.restApi as IRestApi);
    this.addRoutes(props);
    this.addWebhook(props.receivePaymentEvent);
    this.acknowledgeFindings();
  }

  /** API Gateway would make this log by itself, under this name, and keep it for ever. */
  private keepExecutionLog(): void {
    const log = new LogGroup(this, 'ExecutionLog', {
      logGroupName: `API-Gateway-Execution-Logs_${this.restApi.restApiId}/${STAGE_NAME}`,
      retention: RetentionDays.ONE_MONTH,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.restApi.deploymentStage.node.addDependency(log);
  }

  private addRoutes({
    placeOrder,
    getOrder,
    getTimeline,
    listOrders,
    listProducts,
    webhookEndpoints,
    authorize,
    authorizerCache,
  }: OrderApiProps): void {
    const shared: MethodOptions = {
      authorizationType: AuthorizationType.CUSTOM,
      authorizer: new TokenAuthorizer(this, 'Authorizer', {
        handler: authorize,
        identitySource: IdentitySource.header('Authorization'),
        // What is no bearer token at all is refused without a call of the function.
        validationRegex: '^[Bb]earer [A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+$',
        resultsCacheTtl: authorizerCache ?? Duration.minutes(5),
      }),
      requestValidator: new RequestValidator(this, 'Validator', {
        restApi: this.restApi as IRestApi,
        validateRequestBody: true,
        validateRequestParameters: true,
      }),
    };

    const orders = this.restApi.root.addResource('orders');
    orders.addMethod('POST', integrate(placeOrder), {
      ...shared,
      requestParameters: { 'method.request.header.Idempotency-Key': true },
      requestModels: { 'application/json': this.orderModel() },
    });
    orders.addMethod('GET', integrate(listOrders), {
      ...shared,
      requestParameters: {
        'method.request.querystring.cursor': false,
        'method.request.querystring.limit': false,
      },
    });
    const order = orders.addResource('{orderId}');
    const ofOrder = { ...shared, requestParameters: { 'method.request.path.orderId': true } };
    order.addMethod('GET', integrate(getOrder), ofOrder);
    order.addResource('timeline').addMethod('GET', integrate(getTimeline), ofOrder);
    this.restApi.root.addResource('products').addMethod('GET', integrate(listProducts), shared);

    const toEndpoints = integrate(webhookEndpoints);
    const endpoints = this.restApi.root.addResource('webhook-endpoints');
    const endpoint = endpoints.addResource('{endpointId}');
    const ofOne: MethodOptions = { ...shared, requestParameters: { 'method.request.path.endpointId': true } };
    endpoints.addMethod('POST', toEndpoints, shared);
    endpoints.addMethod('GET', toEndpoints, shared);
    for (const method of ['GET', 'PATCH', 'DELETE']) {
      endpoint.addMethod(method, toEndpoints, ofOne);
    }
    endpoint.addResource('secret').addMethod('POST', toEndpoints, ofOne);
  }

  /** No validator: the signature is over the body as it was sent, and the function says what is wrong with it. */
  private addWebhook(receivePaymentEvent: LambdaFunction): void {
    const method = this.restApi.root
      .addResource('webhooks')
      .addResource('payment')
      .addMethod('POST', integrate(receivePaymentEvent), { authorizationType: AuthorizationType.NONE });
    acknowledge(method, {
      'AwsSolutions-APIG4':
        'The payment provider has no token of ours: it signs each event, and the function verifies that before anything else.',
    });
  }

  /**
   * Refuses what is no JSON object, and no more: the function's schema is the one definition of an order, and its
   * answers name the part that is wrong, which the gateway's do not.
   */
  private orderModel() {
    return this.restApi.addModel('Order', {
      modelName: 'Order',
      contentType: 'application/json',
      schema: {
        schema: JsonSchemaVersion.DRAFT4,
        title: 'Order',
        type: JsonSchemaType.OBJECT,
        minProperties: 1,
      },
    });
  }

  private acknowledgeFindings(): void {
    acknowledge(this.restApi, {
      'AwsSolutions-COG4':
        'Tokens of any OpenID provider are verified by an authorizer of our own, on every route of a customer.',
      'AwsSolutions-APIG3':
        'Every route needs a valid token or signature and is throttled; a firewall is a monthly cost that the company decides about.',
      'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]':
        'The policy that API Gateway documents for its account-wide role; it may write logs and nothing else.',
    });
  }
}

/** Of every method: a setting of its own for one of them replaces all that it would have inherited. */
const METHOD_LOGGING = { loggingLevel: MethodLoggingLevel.ERROR, dataTraceEnabled: false };

const integrate = (fn: LambdaFunction): LambdaIntegration =>
  new LambdaIntegration(fn, { timeout: INTEGRATION_TIMEOUT, allowTestInvoke: false });

function assertShorterThanGateway(fn: LambdaFunction): void {
  const timeout = fn.timeout;
  if (timeout === undefined || timeout.toSeconds() >= INTEGRATION_TIMEOUT.toSeconds()) {
    throw new Error(
      `the time-out of ${fn.node.path} should be shorter than the gateway's (${INTEGRATION_TIMEOUT.toSeconds()} s), got ${timeout?.toSeconds() ?? 'none'}`,
    );
  }
}
