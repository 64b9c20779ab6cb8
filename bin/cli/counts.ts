import { InvalidArgumentError } from 'commander';

/** @throws InvalidArgumentError, which commander reports with the option's name */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) {
    throw new InvalidArgumentError(`expected a whole number from 1, got '${text}'`);
  }
  return value;
}
