import type { AwsJsonApi, AwsJsonCall, AwsJsonWrites } from '../../../lambdas/gateways/aws-json-api';
import { CIRCUIT_SETTINGS, circuitSettings } from '../../../lambdas/gateways/circuit-settings';
import { createSharedCircuit } from '../../../lambdas/gateways/shared-circuit';
import { carrierWithCircuit, paymentProviderWithCircuit } from '../../../lambdas/gateways/with-circuit';
import { createChargePayment } from '../../../lambdas/saga/payment/charge-payment';
import { createBookShipment } from '../../../lambdas/saga/shipment/book-shipment';
import { RecordedChanges } from '../../support/circuit/shared-circuit-bench';
import { ManualClock } from '../../support/intake/manual-clock';
import { setUpPayment } from '../saga/payment/payment-bench';
import { setUpShipment } from '../saga/shipment/shipment-bench';

/** A table with nothing in it, which counts what it is asked. */
function emptyTable() {
  const requests: string[] = [];
  const aws: AwsJsonApi & AwsJsonWrites = {
    read: async ({ target }: AwsJsonCall) => {
      requests.push(target);
      return {};
    },
    writeIf: async ({ target }: AwsJsonCall) => {
      requests.push(target);
      return true;
    },
    write: async ({ target }: AwsJsonCall) => {
      requests.push(target);
      return {};
    },
  };
  return { aws, requests };
}

const READ = 'DynamoDB_20120810.GetItem';

describe('Requests to the table of circuits', () => {
  const environment = () => {
    const { aws, requests } = emptyTable();
    const clock = new ManualClock();
    const deps = { aws, table: 'circuits', clock, observer: new RecordedChanges() };
    const payment = createSharedCircuit('payment-provider', {
      ...deps,
      settings: circuitSettings('payment-provider', 1),
    });
    const carrier = createSharedCircuit('carrier', { ...deps, settings: circuitSettings('carrier', 1) });
    return {
      requests,
      clock,
      async placeOrder() {
        const charging = await setUpPayment();
        const shipping = await setUpShipment();
        await createChargePayment({
          payments: charging.payments,
          provider: paymentProviderWithCircuit(charging.provider, payment),
          personalData: charging.personalData,
        })({ orderId: '0b7f3f0c-8a52-5d4e-9f63-2a1c7d9e4b10' });
        await createBookShipment({
          shipments: shipping.shipments,
          carrier: carrierWithCircuit(shipping.carrier, carrier),
          personalData: shipping.personalData,
        })({ orderId: '5d0a7f62-1b3e-5c8d-a94f-7e2b6c1d0f38' });
      },
    };
  };

  it('are one read for each outside service that a confirmed order needs, and no write', async () => {
    const { requests, placeOrder } = environment();

    await placeOrder();

    expect(requests).toEqual([READ, READ]);
  });

  it('are none for the next order, while what was read is believed', async () => {
    const { requests, clock, placeOrder } = environment();
    await placeOrder();

    clock.advance(CIRCUIT_SETTINGS.carrier.believedForMs - 1);
    await placeOrder();

    expect(requests).toEqual([READ, READ]);
  });
});
