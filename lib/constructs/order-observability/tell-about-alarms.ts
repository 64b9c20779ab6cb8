import type { IAspect } from 'aws-cdk-lib';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IConstruct } from 'constructs';
import { JointAlarm } from './joint-alarm';
import { OrderAlarm } from './order-alarm';

/** Lets every alarm of an app tell the topic, wherever it was made: none can be forgotten. */
export class TellAboutAlarms implements IAspect {
  private readonly action: SnsAction;

  constructor(topic: ITopic) {
    this.action = new SnsAction(topic);
  }

  visit(node: IConstruct): void {
    if (node instanceof JointAlarm || (node instanceof OrderAlarm && !node.isPart)) {
      node.tell(this.action);
    }
  }
}
