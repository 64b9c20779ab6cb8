import { Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CfnTemplate } from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { MAIL_TEMPLATES } from '../mail-templates';
import type { Stage } from '../stage';
import type { DeliveriesTable } from './deliveries-table';
import { EventConsumer } from './event-consumer';
import type { FailureRecordsTable } from './failure-records-table';
import type { IdempotencyTable } from './idempotency-table';
import type { IntakeTable } from './intake-table';
import type { OrderEventBus } from './order-event-bus';

/** With the waits of `notifyCustomerRetry` in between: two hours in all, in which the mail service may be away. */
const MAIL_RECEIVES = 6;

export interface CustomerMailsProps {
  readonly stage: Stage;
  readonly events: OrderEventBus;
  /** Knows the address. */
  readonly intake: IntakeTable;
  /** Remembers which mails were sent. */
  readonly idempotency: IdempotencyTable;
  readonly deliveries: DeliveriesTable;
  readonly failures: FailureRecordsTable;
}

/** Tells customers by mail how their orders ended, from templates that are part of the stack. */
export class CustomerMails extends Construct {
  readonly consumer: EventConsumer;

  constructor(scope: Construct, id: string, props: CustomerMailsProps) {
    super(scope, id);
    const { stage, events, intake, idempotency, deliveries, failures } = props;
    const templatePrefix = `${stage.name}-`;

    this.consumer = new EventConsumer(this, 'Consumer', {
      stage,
      name: 'mail-events',
      events,
      failures,
      types: ['OrderConfirmed', 'OrderRejected', 'OrderCancelled'],
      handler: 'consumers/notify-customer',
      description: 'Tells customers by mail how their orders ended',
      environment: {
        INTAKE_TABLE: intake.table.tableName,
        IDEMPOTENCY_TABLE: idempotency.table.tableName,
        DELIVERIES_TABLE: deliveries.table.tableName,
        MAIL_FROM: stage.mailFrom,
        MAIL_TEMPLATE_PREFIX: templatePrefix,
      },
      queue: {
        maxReceiveCount: MAIL_RECEIVES,
        maxAge: Duration.hours(3),
        meaning: {
          waiting: 'events that customers are told of by mail',
          customers: 'they do not hear by mail how their orders ended; the orders are not touched',
          section: 'mail-events',
        },
      },
      maxConcurrency: 4,
    });
    const { function: notify } = this.consumer;
    intake.grantReadAttributes(notify, ['email']);
    idempotency.grantUse(notify);
    deliveries.grantRecord(notify);
    deliveries.grantReadOfOrder(notify);
    notify.addToRolePolicy(this.leaveToSend(stage.mailFrom, templatePrefix));

    // The emulator cannot make them: on the local cloud they are put in place when it starts.
    if (stage.kind === 'cloud') {
      for (const [kind, { subject, text, html }] of Object.entries(MAIL_TEMPLATES)) {
        new CfnTemplate(this, `Template-${kind}`, {
          template: { templateName: `${templatePrefix}${kind}`, subjectPart: subject, textPart: text, htmlPart: html },
        });
      }
    }
  }

  /** From this address alone, which the account has verified by itself or by its domain, and with these templates. */
  private leaveToSend(from: string, templatePrefix: string): PolicyStatement {
    const arnOf = (resource: string, resourceName: string): string =>
      Stack.of(this).formatArn({ service: 'ses', resource, resourceName });
    return new PolicyStatement({
      // The API is called SendEmail; with a template, the service asks for the second one.
      actions: ['ses:SendEmail', 'ses:SendTemplatedEmail'],
      resources: [
        arnOf('identity', from),
        arnOf('identity', from.slice(from.indexOf('@') + 1)),
        ...Object.keys(MAIL_TEMPLATES).map((kind) => arnOf('template', `${templatePrefix}${kind}`)),
      ],
      conditions: { StringEquals: { 'ses:FromAddress': from } },
    });
  }
}
