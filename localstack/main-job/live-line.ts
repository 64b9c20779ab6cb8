import pc from 'picocolors';
import type { FollowedOrder } from './follow-orders';

/** Shows how orders move: one line that is rewritten on a terminal, a line for each change elsewhere. */
export function createLiveLine(output: NodeJS.WriteStream) {
  let last = '';

  return {
    show(followed: readonly FollowedOrder[]): void {
      const counts = Map.groupBy(followed, ({ answer }) => answer.status);
      const text = [...counts].map(([status, { length }]) => `${length} ${status.toLowerCase()}`).join(', ');
      if (text === last) {
        return;
      }
      last = text;
      output.write(output.isTTY ? `\r\x1b[2K  ${pc.dim('…')} ${text}` : `  … ${text}\n`);
    },
    end(): void {
      output.write(output.isTTY ? '\r\x1b[2K' : '');
    },
  };
}
