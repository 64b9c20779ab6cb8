import { RemovalPolicy } from 'aws-cdk-lib';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription, UrlSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

export interface AlarmTopicProps {
  /** E-mail addresses, and https addresses of paging services. */
  readonly subscribers: readonly string[];
}

/**
 * Whoever wants to hear of alarms subscribes here. It is encrypted by a key of its own: CloudWatch may not use the one
 * that AWS manages for SNS, and its messages would be lost without a word.
 */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  /** @throws when a subscriber is neither an e-mail address nor an https address */
  constructor(scope: Construct, id: string, { subscribers }: AlarmTopicProps) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      description: 'Encrypts what alarms say on their way to whoever is told',
      enableKeyRotation: true,
      // Nothing is stored under it.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));

    this.topic = new Topic(this, 'Topic', {
      displayName: 'Alarms of the order workflow',
      masterKey: key,
      enforceSSL: true,
    });
    for (const subscriber of subscribers) {
      this.topic.addSubscription(subscriptionOf(subscriber));
    }
  }
}

function subscriptionOf(subscriber: string): EmailSubscription | UrlSubscription {
  if (subscriber.startsWith('https://')) {
    return new UrlSubscription(subscriber);
  }
  if (!/^[^\s@:/]+@[^\s@:/]+$/.test(subscriber)) {
    throw new Error(`a subscriber of alarms should be an e-mail address or begin with https://, got '${subscriber}'`);
  }
  return new EmailSubscription(subscriber);
}
