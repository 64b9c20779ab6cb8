import type { MessageKind } from '../../contracts/messages';
import type { DeadLetterQueue, QueueGauge, SourceQueue } from '../../ports/dead-letter-queue';

/** A queue with its dead letters, as an operator deals with it. */
export interface OperatedQueue {
  /** As operators call it: `orders`. */
  readonly name: string;
  readonly kind: MessageKind;
  readonly source: SourceQueue & QueueGauge;
  readonly deadLetters: DeadLetterQueue & QueueGauge;
}
