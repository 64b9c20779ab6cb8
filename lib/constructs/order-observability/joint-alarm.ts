import { AlarmRule, AlarmState, CompositeAlarm, type IAlarm, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type AlarmText, describeAlarm } from './order-alarm';

export interface JointAlarmProps extends AlarmText {
  readonly alarms: readonly IAlarm[];
  /** How many of its parts have to be in alarm. */
  readonly ringsFor: 'all' | 'any';
}

/** An alarm over others, which tell nobody by themselves. */
export class JointAlarm extends CompositeAlarm {
  constructor(scope: Construct, id: string, props: JointAlarmProps) {
    const parts = props.alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM));
    super(scope, id, {
      alarmDescription: describeAlarm(props),
      alarmRule: props.ringsFor === 'all' ? AlarmRule.allOf(...parts) : AlarmRule.anyOf(...parts),
    });
  }

  tell(action: IAlarmAction): void {
    this.addAlarmAction(action);
    this.addOkAction(action);
  }
}
