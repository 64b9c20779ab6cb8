import { LOG_LEVELS, type Logging, type LogLevel } from './stage';

/**
 * How much the functions log, as passed to the CDK: `-c logLevel=WARN`, `-c logLevels=api/place-order=DEBUG,…`,
 * `-c debugLogShare=0.01`.
 *
 * @throws when a level is none, or the share is not between 0 and 1
 */
export function readLogging(context: (key: string) => string | undefined): Logging {
  const levels = (context('logLevels') ?? '')
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [handler = '', level] = part.split('=');
      return [handler.trim(), levelOf('logLevels', level)] as const;
    });
  return {
    level: levelOf('logLevel', context('logLevel') ?? 'INFO'),
    levels: Object.fromEntries(levels),
    debugShare: shareOf(context('debugLogShare') ?? '0'),
  };
}

function levelOf(key: string, text: string | undefined): LogLevel {
  const level = LOG_LEVELS.find((known) => known === text?.trim().toUpperCase());
  if (level === undefined) {
    throw new Error(`'${key}' should name one of ${LOG_LEVELS.join(', ')}, got '${text ?? ''}'`);
  }
  return level;
}

function shareOf(text: string): number {
  const share = Number(text);
  if (!(share >= 0 && share <= 1)) {
    throw new Error(`'debugLogShare' should be between 0 and 1, got '${text}'`);
  }
  return share;
}
