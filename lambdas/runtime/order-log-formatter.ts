import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { orderInWork } from './log-context';
import { currentTraceId } from './tracing/trace';

/**
 * Lines of the log as Powertools writes them, under the trace and the order that are being worked on. The trace is that of
 * the message and not that of the invocation, which belongs to no message of a batch.
 */
export class OrderLogFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, additional: LogAttributes): LogItem {
    return new LogItem({
      attributes: {
        level: attributes.logLevel,
        message: attributes.message,
        timestamp: this.formatTimestamp(attributes.timestamp),
        service: attributes.serviceName,
        sampling_rate: attributes.sampleRateValue,
        xray_trace_id: currentTraceId() ?? attributes.xRayTraceId,
        orderId: orderInWork(),
      },
    }).addAttributes(additional);
  }
}
