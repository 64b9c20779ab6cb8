import { InvalidArgumentError } from 'commander';

const SECONDS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const;

/**
 * Reads `90s`, `15m`, `1h`, `7d`.
 *
 * @returns seconds
 * @throws InvalidArgumentError, which commander reports with the option's name
 */
export function duration(text: string): number {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) {
    throw new InvalidArgumentError("expected a number and one of s, m, h, d, e.g. '1h'");
  }
  return Number(count) * SECONDS[unit as keyof typeof SECONDS];
}
