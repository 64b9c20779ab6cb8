import { Duration } from 'aws-cdk-lib';
import { Archive, EventBus, type IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { CIRCUIT_EVENT_SOURCE, EVENT_SOURCE } from '../../lambdas/domain/events';
import type { Stage } from '../stage';

/** For as long as a consumer that was wrong may stay unnoticed, and its events can be replayed. */
const ARCHIVED_FOR = Duration.days(90);

export interface OrderEventBusProps {
  readonly stage: Stage;
}

/** Where everybody who wants to know learns what happened to orders. Nobody else may say so: see `letPublish`. */
export class OrderEventBus extends Construct {
  readonly bus: IEventBus;

  constructor(scope: Construct, id: string, { stage }: OrderEventBusProps) {
    super(scope, id);
    const bus = new EventBus(this, 'Bus', { description: 'What happened to orders' });
    // A cast, since the library's own class declares an optional property more loosely than its interface.
    this.bus = bus as IEventBus;

    // The emulator cannot make one, and nobody has to replay there.
    if (stage.kind === 'cloud') {
      new Archive(this, 'Archive', {
        sourceEventBus: this.bus,
        description: 'Events of orders, to be replayed to a consumer that was added or repaired later',
        eventPattern: { source: [EVENT_SOURCE] },
        retention: ARCHIVED_FOR,
      });
    }
  }

  /** Lets a function publish events of orders here, and nothing in anybody else's name. */
  letPublish(fn: LambdaFunction): void {
    this.letSpeakAs(EVENT_SOURCE, fn);
  }

  /** Lets a function that calls an outside service say here that its circuit has changed. */
  letTellOfCircuits(fn: LambdaFunction): void {
    this.letSpeakAs(CIRCUIT_EVENT_SOURCE, fn);
  }

  private letSpeakAs(source: string, fn: LambdaFunction): void {
    fn.addToRolePolicy(
      new PolicyStatement({
        actions: ['events:PutEvents'],
        resources: [this.bus.eventBusArn],
        conditions: { StringEquals: { 'events:source': source } },
      }),
    );
    fn.addEnvironment('EVENT_BUS_NAME', this.bus.eventBusName);
  }
}
