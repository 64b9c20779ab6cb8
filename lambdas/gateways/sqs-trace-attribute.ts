import type { MessageSystemAttributeValue } from '@aws-sdk/client-sqs';

/** The one system attribute that SQS takes: consumers find it again as `attributes.AWSTraceHeader`. */
export const traceAttribute = (
  traceHeader: string | undefined,
): { readonly MessageSystemAttributes?: { readonly AWSTraceHeader: MessageSystemAttributeValue } } =>
  traceHeader === undefined || traceHeader === ''
    ? {}
    : { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: traceHeader } } };
