import { InvalidArgumentError } from 'commander';

const LONGEST_REASON = 500;

/** @throws InvalidArgumentError, which commander reports with the option's name */
export function reason(text: string): string {
  if (text.trim() === '' || text.length > LONGEST_REASON) {
    throw new InvalidArgumentError(`expected 1 to ${LONGEST_REASON} characters that somebody will read in a year`);
  }
  return text.trim();
}
