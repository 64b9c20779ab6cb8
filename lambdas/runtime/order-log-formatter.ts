import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { confidentialInWork, orderInWork } from './log-context';
import { redact, redactText } from './redact';
import { currentTraceId } from './tracing/trace';

/**
 * Lines of the log as Powertools writes them, under the trace and the order that are being worked on. The trace is that of
 * the message and not that of the invocation, which belongs to no message of a batch. Nothing confidential is in them.
 */
export class OrderLogFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, additional: LogAttributes): LogItem {
    return new LogItem({
      attributes: {
        level: attributes.logLevel,
        message: redactText(attributes.message, confidentialInWork()),
        timestamp: this.formatTimestamp(attributes.timestamp),
        service: attributes.serviceName,
        sampling_rate: attributes.sampleRateValue,
        xray_trace_id: currentTraceId() ?? attributes.xRayTraceId,
        orderId: orderInWork(),
      },
    }).addAttributes(redact(additional, confidentialInWork()) as LogAttributes);
  }

  /** Whoever threw it may have repeated what it was given. */
  override formatError(error: Error): LogAttributes {
    return redact(super.formatError(error), confidentialInWork()) as LogAttributes;
  }
}
