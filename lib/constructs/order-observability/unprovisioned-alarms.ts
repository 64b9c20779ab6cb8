import { Aws, CfnCondition, Fn, Stack } from 'aws-cdk-lib';
import { CfnAlarm, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import type { IConstruct } from 'constructs';

const CONDITION = 'AlarmsAreProvisioned';
/** The account that emulators of AWS play, and nobody has. */
const EMULATED_ACCOUNT = '000000000000';

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
        known ?? new CfnCondition(stack, CONDITION, {
          expression: Fn.conditionNot(Fn.conditionEquals(Aws.ACCOUNT_ID, EMULATED_ACCOUNT)),
        });
    }
  }
}
