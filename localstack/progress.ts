import pc from 'picocolors';

/** Milliseconds by phase. */
export type Timings = Readonly<Record<string, number>>;

/** Says what the local cloud is doing, one line per phase. Phases may overlap. */
export interface Progress {
  phase<Result>(name: string, work: () => Promise<Result>): Promise<Result>;
  /** A line that the user should not miss. */
  say(text: string): void;
  timings(): Timings;
}

export interface ProgressOutput {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

export function createProgress(output: ProgressOutput = process.stderr): Progress {
  const timings: Record<string, number> = {};
  const running = new Set<string>();

  const clearStatus = (): void => {
    if (output.isTTY === true) {
      output.write('\r\x1b[2K');
    }
  };
  const showStatus = (): void => {
    if (output.isTTY === true && running.size > 0) {
      output.write(pc.dim(`  … ${[...running].join(', ')}`).slice(0, 120));
    }
  };
  const line = (text: string): void => {
    clearStatus();
    output.write(`${text}\n`);
    showStatus();
  };

  return {
    phase: async (name, work) => {
      const startedAt = performance.now();
      running.add(name);
      clearStatus();
      showStatus();
      let mark = pc.red('✗');
      try {
        const result = await work();
        mark = pc.green('✓');
        return result;
      } finally {
        running.delete(name);
        timings[name] = Math.round(performance.now() - startedAt);
        line(`  ${mark} ${name.padEnd(38)} ${(timings[name] / 1_000).toFixed(1).padStart(5)} s`);
      }
    },
    say: (text) => line(text),
    timings: () => ({ ...timings }),
  };
}
