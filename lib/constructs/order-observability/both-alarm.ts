import { AlarmRule, AlarmState, CompositeAlarm, type IAlarm, type IAlarmAction } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { type AlarmText, describeAlarm } from './order-alarm';

export interface BothAlarmProps extends AlarmText {
  readonly alarms: readonly IAlarm[];
}

/** Rings while all of its parts are in alarm. */
export class BothAlarm extends CompositeAlarm {
  constructor(scope: Construct, id: string, props: BothAlarmProps) {
    super(scope, id, {
      alarmDescription: describeAlarm(props),
      alarmRule: AlarmRule.allOf(...props.alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    });
  }

  tell(action: IAlarmAction): void {
    this.addAlarmAction(action);
    this.addOkAction(action);
  }
}
