import { readCircuits } from '../../lib/read-circuits';
import { cloudStage, type Resource, resourcesOf, synthesize } from './stages';

const variablesIn = (functions: readonly Resource[], name: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    functions
      .map(({ logicalId, Properties }) => [logicalId, Properties.Environment?.Variables?.[name]] as const)
      .filter((entry): entry is [string, string] => entry[1] !== undefined)
      .map(([logicalId, value]) => [
        /(Charge|Refund|Settle|Book|Cancel)(Payment|Shipment)|WebhooksDeliver/.exec(logicalId)?.[0] ?? logicalId,
        value,
      ]),
  );

describe('Numbers of circuits', () => {
  it('are left to the functions unless somebody sets them', () => {
    const functions = resourcesOf('AWS::Lambda::Function', synthesize(cloudStage()).workflow);

    expect(variablesIn(functions, 'PAYMENT_CIRCUIT')).toEqual({});
    expect(variablesIn(functions, 'CARRIER_CIRCUIT')).toEqual({});
    expect(variablesIn(functions, 'WEBHOOK_CIRCUIT')).toEqual({});
  });

  it('reach the functions that call the service, and no others', () => {
    const circuits = readCircuits(
      (key) => ({ paymentCircuit: 'failuresToOpen=3, openForMs=30000', webhookCircuit: 'failuresToOpen=10' })[key],
    );
    const functions = resourcesOf('AWS::Lambda::Function', synthesize({ ...cloudStage(), circuits }).workflow);
    const given = '{"failuresToOpen":3,"openForMs":30000}';

    expect(variablesIn(functions, 'PAYMENT_CIRCUIT')).toEqual({
      ChargePayment: given,
      RefundPayment: given,
      SettlePayment: given,
    });
    expect(variablesIn(functions, 'CARRIER_CIRCUIT')).toEqual({});
    expect(variablesIn(functions, 'WEBHOOK_CIRCUIT')).toEqual({ WebhooksDeliver: '{"failuresToOpen":10}' });
  });

  it.each([
    [
      'openFor=5',
      "should set some of failuresToOpen, openForMs, leaseMs, believedForMs, storeAwayForMs, got 'openFor=5'",
    ],
    ['openForMs=0', "'openForMs' of 'carrierCircuit' should be a whole number from 1 on, got '0'"],
    ['openForMs=soon', "got 'soon'"],
    ['openForMs', "got ''"],
  ])('fail as %s', (carrierCircuit, message) => {
    expect(() => readCircuits((key) => ({ carrierCircuit })[key])).toThrow(message);
  });
});
