import type { LocalStage } from '../lib/stage';
import { AWS } from './aws';
import { localApiUrl, type StackOutputs } from './deployment/stack-outputs';
import type { Endpoints } from './endpoints';
import type { Generation } from './generation';
import type { OutsideServices } from './outside-services';
import type { DatabaseServers } from './postgres/database-servers';
import type { DatabaseAddress } from './postgres/postgres';

export function describeEndpoints({
  stateDirectory,
  generation,
  stage,
  emulatorUrl,
  stack,
  servers,
  outside,
}: {
  readonly stateDirectory: string;
  readonly generation: Generation;
  readonly stage: LocalStage;
  readonly emulatorUrl: string;
  readonly stack: StackOutputs;
  readonly servers: DatabaseServers;
  readonly outside: OutsideServices;
}): Endpoints {
  const { postgres, replica, poolers } = servers;
  return {
    api: localApiUrl(stack.ApiUrl, emulatorUrl),
    emulator: emulatorUrl,
    region: AWS.region,
    postgres: withUrl(postgres.address),
    replica: withUrl(replica.address),
    ...(poolers === undefined ? {} : { pooler: withUrl(poolers.postgres.address) }),
    paymentProvider: outside.paymentProvider,
    carrier: outside.carrier,
    traces: {
      daemonAddress: outside.traces.address,
      directory: outside.traces.directory,
      apiUrl: outside.traces.apiUrl,
    },
    alarms: outside.alarms,
    tokenIssuer: { url: stage.jwt.issuer, audience: stage.jwt.audience, jwksUrl: stage.jwt.jwksUri },
    queues: {
      orders: stack.OrderQueueUrl,
      orderDeadLetters: stack.OrderDeadLettersUrl,
      failedExecutions: stack.FailedExecutionsQueueUrl,
      failedExecutionsDeadLetters: stack.FailedExecutionsDeadLettersUrl,
      paymentEvents: stack.PaymentEventQueueUrl,
      paymentEventDeadLetters: stack.PaymentEventDeadLettersUrl,
      webhooks: stack.WebhookQueueUrl,
      webhookDeadLetters: stack.WebhookDeadLettersUrl,
    },
    consumers: stack.consumers,
    stateMachineArn: stack.SagaArn,
    undos: {
      CancelShipment: stack.CancelShipmentFunctionName,
      RefundPayment: stack.RefundPaymentFunctionName,
      ReleaseInventory: stack.ReleaseInventoryFunctionName,
      RejectOrder: stack.RejectOrderFunctionName,
    },
    tables: {
      intake: stack.IntakeTableName,
      circuits: stack.CircuitTableName,
      failureRecords: stack.FailureRecordsTableName,
      deliveries: stack.DeliveriesTableName,
      webhookEndpoints: stack.WebhookEndpointsTableName,
    },
    stateDirectory,
    generation: generation.id,
    pid: process.pid,
  };
}

const withUrl = (address: DatabaseAddress) => {
  const { host, port, user, password, database } = address;
  return { ...address, url: `postgres://${user}:${password}@${host}:${port}/${database}` };
};
