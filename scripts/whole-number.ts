import { InvalidArgumentError } from 'commander';

/** Parses an option of a command. */
export const whole = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) {
    throw new InvalidArgumentError('expected a whole number from 1');
  }
  return value;
};
