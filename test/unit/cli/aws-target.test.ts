import { targetFrom } from '../../../bin/cli/aws-target';

const UNDO_OUTPUTS = ['CancelShipment', 'RefundPayment', 'ReleaseInventory', 'RejectOrder'].map(
  (step) => `${step}FunctionName`,
);

/** All outputs there are but these. */
const outputsWithout = (...missing: readonly (string | symbol)[]): Partial<Record<string, string>> =>
  new Proxy({}, { get: (_, name) => (missing.includes(name) ? undefined : `value of ${String(name)}`) });

describe('A stage in AWS', () => {
  it('is worked on by all that undoes no orders before the functions that do are among its outputs', () => {
    const target = targetFrom({ stage: 'dev', client: {}, outputs: outputsWithout(...UNDO_OUTPUTS) });

    expect(target.stateMachineArn).toBe('value of SagaArn');
    expect(() => target.undos()).toThrow(
      "the stacks of 'dev' have no output CancelShipmentFunctionName: deploy this version first",
    );
  });

  it('says which functions undo an order', () => {
    const target = targetFrom({ stage: 'dev', client: {}, outputs: outputsWithout() });

    expect(Object.values(target.undos())).toEqual(UNDO_OUTPUTS.map((name) => `value of ${name}`));
  });
});
