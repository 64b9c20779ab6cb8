import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';

export interface SqsDelivery {
  readonly body: string;
  readonly messageId?: string;
  readonly receive?: number;
  readonly traceHeader?: string;
}

/** What Lambda gives a consumer; the receipt handle of message `m` is `receipt-m`. */
export const sqsEvent = (...deliveries: readonly SqsDelivery[]): SQSEvent => ({
  Records: deliveries.map(({ body, messageId, receive = 1, traceHeader }, index) => {
    const id = messageId ?? `message-${index}`;
    return {
      messageId: id,
      receiptHandle: `receipt-${id}`,
      body,
      attributes: {
        ApproximateReceiveCount: String(receive),
        ...(traceHeader === undefined ? {} : { AWSTraceHeader: traceHeader }),
      },
      messageAttributes: {},
      eventSource: 'aws:sqs',
    } as unknown as SQSRecord;
  }),
});

export const sqsContext = { getRemainingTimeInMillis: () => 30_000 } as Context;
