import { Duration } from 'aws-cdk-lib';
import {
  Alarm,
  ComparisonOperator,
  type IAlarmAction,
  type IMetric,
  TreatMissingData,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';

/** Read by whoever is woken up. */
export interface AlarmText {
  /** What is wrong, in one sentence. */
  readonly what: string;
  /** What it means for customers, in one sentence. */
  readonly customers: string;
  /** File below `docs/runbooks` without its ending, with a section if there is one, e.g. `dead-letters#orders`. */
  readonly runbook: string;
}

export const describeAlarm = ({ what, customers, runbook }: AlarmText): string => {
  const [file, section] = runbook.split('#');
  return `${what}. Customers: ${customers}. Runbook: docs/runbooks/${file}.md${section === undefined ? '' : `#${section}`}`;
};

export interface OrderAlarmProps extends AlarmText {
  readonly metric: IMetric;
  readonly threshold: number;
  /** @default - rings above the threshold */
  readonly ringsBelow?: boolean;
  /**
   * Periods without a break.
   * @default 1
   */
  readonly periods?: number;
  /**
   * So many of the periods are enough.
   * @default - all of them
   */
  readonly ofThem?: number;
  /**
   * Silence is a fault itself: the alarm tells when there is no more data. It says nothing before there ever was any.
   * @default false: no data means that nothing is wrong
   */
  readonly silenceRings?: boolean;
  /**
   * Tells nobody by itself: it is a part of a composite alarm.
   * @default false
   */
  readonly isPart?: boolean;
}

/**
 * An alarm that says what it means for customers, and where the way out is written down. Whom it tells is decided for
 * all of them at once (`tell-about-alarms.ts`).
 */
export class OrderAlarm extends Alarm {
  readonly isPart: boolean;
  private readonly silenceRings: boolean;

  constructor(scope: Construct, id: string, props: OrderAlarmProps) {
    const { periods = 1, silenceRings = false } = props;
    super(scope, id, {
      alarmDescription: describeAlarm(props),
      metric: props.metric,
      threshold: props.threshold,
      comparisonOperator: props.ringsBelow
        ? ComparisonOperator.LESS_THAN_THRESHOLD
        : ComparisonOperator.GREATER_THAN_THRESHOLD,
      evaluationPeriods: periods,
      datapointsToAlarm: props.ofThem ?? periods,
      treatMissingData: silenceRings ? TreatMissingData.MISSING : TreatMissingData.NOT_BREACHING,
    });
    this.isPart = props.isPart ?? false;
    this.silenceRings = silenceRings;
  }

  /** Both when it begins and when it is over. */
  tell(action: IAlarmAction): void {
    this.addAlarmAction(action);
    this.addOkAction(action);
    if (this.silenceRings) {
      this.addInsufficientDataAction(action);
    }
  }
}

/** What most alarms look at: one minute. */
export const MINUTE = Duration.minutes(1);
