import type { SegmentDocument } from '../../lambdas/contracts/segment-document';
import { type SegmentEmitter, textOf } from '../../lambdas/runtime/tracing/segment-emitter';

export interface SegmentSender extends SegmentEmitter {
  /** Sends what waits. Never fails: what is lost is missing from a picture, and nothing else. */
  flush(): Promise<void>;
}

const SEND_EVERY_MS = 1_000;
/** As many as the X-Ray daemon sends in one call. */
const MOST_AT_ONCE = 50;
/** While X-Ray is away; more than these are not kept. */
const MOST_WAITING = 500;

/** Sends segments to X-Ray itself: a container has no daemon beside it as a function has. */
export function createSegmentSender({
  put,
}: {
  readonly put: (documents: readonly string[]) => Promise<unknown>;
}): SegmentSender {
  let waiting: string[] = [];
  let timer: NodeJS.Timeout | undefined;

  async function flush(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const documents = waiting;
    waiting = [];
    for (let start = 0; start < documents.length; start += MOST_AT_ONCE) {
      await put(documents.slice(start, start + MOST_AT_ONCE)).catch(() => {});
    }
  }

  return {
    emit(document: () => SegmentDocument) {
      if (waiting.length < MOST_WAITING) {
        waiting.push(textOf(document()));
        timer ??= setTimeout(flush, SEND_EVERY_MS).unref();
      }
    },
    flush,
  };
}
