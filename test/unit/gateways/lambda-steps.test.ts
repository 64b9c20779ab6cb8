import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { UNDO_STEPS } from '../../../lambdas/domain/undo-steps';
import { createLambdaSteps, STEP_CALL_BOUNDS } from '../../../lambdas/gateways/lambda-steps';
import type { DeployedSteps } from '../../../lambdas/ports/deployed-steps';
import { orderForTea } from '../../support/mothers/order-mother';

/** Of the load balancer in front of the console, which waits for all four steps of one act. */
const LOAD_BALANCER_WAITS_MS = 120_000;
const LONGEST_FUNCTION_MS = 20_000;
const saga = { schemaVersion: 1 as const, ...orderForTea(), lines: [] };

/** The steps over a service of functions that answers as it is told, and how often that was asked. */
async function over<Result>(
  answer: (response: ServerResponse) => void,
  look: (steps: DeployedSteps, asked: readonly string[]) => Promise<Result>,
): Promise<Result> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    request.resume().on('end', () => answer(response));
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const client = new LambdaClient({
    ...STEP_CALL_BOUNDS,
    region: 'eu-central-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  const functions = {
    CancelShipment: 'cancel',
    RefundPayment: 'refund',
    ReleaseInventory: 'release',
    RejectOrder: 'reject',
  };
  try {
    return await look(createLambdaSteps({ client, functions }), asked);
  } finally {
    client.destroy();
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  }
}

describe('The deployed steps', () => {
  it('hand on what a function has answered', () =>
    over(
      (response) => response.end('{"outcome":"refunded"}'),
      async (steps, asked) => {
        expect(await steps.call('RefundPayment', saga)).toEqual({ outcome: 'refunded' });
        expect(asked).toEqual(['/2015-03-31/functions/refund/invocations']);
      },
    ));

  it('fail as the function did', () =>
    over(
      (response) =>
        response
          .setHeader('x-amz-function-error', 'Unhandled')
          .end('{"errorType":"RefundFailedError","errorMessage":"the bank has returned it"}'),
      (steps) =>
        expect(steps.call('RefundPayment', saga)).rejects.toMatchObject({
          name: 'RefundFailedError',
          message: 'the bank has returned it',
        }),
    ));

  it.each([503, 429])('are called once, and not again by the client, when it is answered with %s', (status) =>
    over(
      (response) => response.writeHead(status, { 'content-type': 'application/json' }).end('{}'),
      async (steps, asked) => {
        await expect(steps.call('CancelShipment', saga)).rejects.toThrow();
        expect(asked).toHaveLength(1);
      },
    ),
  );

  it('answer one after another within what the load balancer of the console waits, and each as long as it may take', () => {
    const { connectionTimeout, requestTimeout } = STEP_CALL_BOUNDS.requestHandler;

    expect(UNDO_STEPS.length * (connectionTimeout + requestTimeout)).toBeLessThan(LOAD_BALANCER_WAITS_MS);
    expect(requestTimeout).toBeGreaterThan(LONGEST_FUNCTION_MS);
  });
});
