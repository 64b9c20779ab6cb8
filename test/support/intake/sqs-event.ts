import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';

export interface SqsDelivery {
  readonly body: string;
  readonly messageId?: string;
  readonly receive?: number;
  readonly traceHeader?: string;
  /** How often an operator sent it back. */
  readonly replays?: number;
  /** Milliseconds since 1970. */
  readonly sentAt?: number;
}

/** What Lambda gives a consumer; the receipt handle of message `m` is `receipt-m`. */
export const sqsEvent = (...deliveries: readonly SqsDelivery[]): SQSEvent => ({
  Records: deliveries.map(({ body, messageId, receive = 1, traceHeader, replays, sentAt }, index) => {
    const id = messageId ?? `message-${index}`;
    return {
      messageId: id,
      receiptHandle: `receipt-${id}`,
      body,
      attributes: {
        ApproximateReceiveCount: String(receive),
        ...(traceHeader === undefined ? {} : { AWSTraceHeader: traceHeader }),
        ...(sentAt === undefined ? {} : { SentTimestamp: String(sentAt) }),
      },
      messageAttributes: replays === undefined ? {} : { replays: { dataType: 'Number', stringValue: String(replays) } },
      eventSource: 'aws:sqs',
      eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:orders',
    } as unknown as SQSRecord;
  }),
});

export const sqsContext = { getRemainingTimeInMillis: () => 30_000 } as Context;
