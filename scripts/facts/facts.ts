import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { RejectionName } from '../../lambdas/domain/rejections';
import { bundleHandlers } from '../../lib/constructs/handler-bundles';
import { type AslDefinition, definitionsOf } from '../../test/support/asl/definition';
import { walk } from '../../test/support/asl/walk';
import { composeExample, EXAMPLE_STAGES, type ExampleStage } from './example-stages';

type Counts = Readonly<Record<string, number>>;

export interface Facts {
  /** States that an order enters on each way: what Step Functions bills. */
  readonly saga: Counts;
  /** Minified bytes of each function: what a cold start loads. */
  readonly bundles: Counts;
  /** Resources by type, of each kind of stage. */
  readonly resources: Readonly<Record<ExampleStage, Counts>>;
}

/** Which state throws what for good, on each way that an order can take; nothing on the happy one. */
const WAYS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  happy: {},
  outOfStock: { ReserveInventory: RejectionName.OutOfStock },
  declined: { ChargePayment: RejectionName.PaymentDeclined },
  shipmentRefused: { BookShipment: RejectionName.ShipmentRefused },
  reservationBroken: { ReserveInventory: 'Error' },
  chargeBroken: { ChargePayment: 'Error' },
  shipmentBroken: { BookShipment: 'Error' },
  confirmationBroken: { ConfirmOrder: 'Error' },
  refundBroken: { BookShipment: RejectionName.ShipmentRefused, RefundPayment: 'Error' },
};

/** Everything that can be counted without deploying. */
export function collectFacts(): Facts {
  const stages = Object.keys(EXAMPLE_STAGES) as ExampleStage[];
  const stacks = Object.fromEntries(stages.map((name) => [name, composeExample(name).stacks])) as {
    [Name in ExampleStage]: ReturnType<typeof composeExample>['stacks'];
  };

  return {
    saga: statesEntered(sagaOf(stacks.development.workflow)),
    bundles: Object.fromEntries(
      [...bundleHandlers().values()].map(({ name, code }) => [name, code.contents.byteLength]),
    ),
    resources: Object.fromEntries(
      stages.map((name) => [name, resourcesByType(stacks[name].data, stacks[name].workflow)]),
    ) as Facts['resources'],
  };
}

function sagaOf(stack: Stack): AslDefinition {
  const machines = stack.node.findAll().filter((construct) => construct instanceof StateMachine);
  const [machine] = machines;
  if (machine === undefined || machines.length > 1) {
    throw new Error(`expected one state machine in ${stack.stackName}, got ${machines.length}`);
  }
  return definitionsOf(stack)(machine);
}

const statesEntered = (definition: AslDefinition): Counts =>
  Object.fromEntries(
    Object.entries(WAYS).map(([way, thrown]) => [
      way,
      walk(definition, {}, ({ state }) => thrown[state]).visited.length,
    ]),
  );

function resourcesByType(...stacks: readonly Stack[]): Counts {
  const counts: Record<string, number> = {};
  for (const stack of stacks) {
    const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, { Type: string }> };
    for (const { Type } of Object.values(Resources)) {
      counts[Type] = (counts[Type] ?? 0) + 1;
    }
  }
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
