import pc from 'picocolors';
import type { FollowedOrder } from './follow-orders';

/** Shows how orders move, and what is waited for: one line that is rewritten on a terminal, a line for each change elsewhere. */
export function createLiveLine(output: NodeJS.WriteStream) {
  let last = '';

  const say = (text: string): void => {
    if (text === last) {
      return;
    }
    last = text;
    output.write(output.isTTY ? `\r\x1b[2K  ${pc.dim('…')} ${text}` : `  … ${text}\n`);
  };

  return {
    say,
    show(followed: readonly FollowedOrder[]): void {
      const counts = Map.groupBy(followed, ({ answer }) => answer.status);
      say([...counts].map(([status, { length }]) => `${length} ${status.toLowerCase()}`).join(', '));
    },
    end(): void {
      output.write(output.isTTY ? '\r\x1b[2K' : '');
    },
  };
}
