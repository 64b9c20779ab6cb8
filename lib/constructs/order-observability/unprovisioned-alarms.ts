import { CfnCondition, CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

const CONDITION = 'AlarmsAreProvisioned';

/**
 * Leaves all alarms in the templates, and out of what is deployed: the emulator refuses metric math and composites, and
 * would evaluate none of the others. `localstack/alarms` reads them from the templates and evaluates them itself.
 */
export function provisionNoAlarms(root: IConstruct): void {
  for (const node of root.node.findAll()) {
    if (node instanceof CfnAlarm || node instanceof CfnCompositeAlarm) {
      const stack = Stack.of(node);
      const known = stack.node.tryFindChild(CONDITION) as CfnCondition | undefined;
      node.cfnOptions.condition =
        known ??
        new CfnCondition(stack, CONDITION, {
          expression: Fn.conditionEquals(provisionAlarms(stack), 'yes'),
        });
    }
  }
}

/** Nobody sets it: what never changes is no condition to the CDK. */
const provisionAlarms = (stack: Stack): string =>
  new CfnParameter(stack, 'ProvisionAlarms', { default: 'no', allowedValues: ['no', 'yes'] }).valueAsString;
