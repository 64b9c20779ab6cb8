import pc from 'picocolors';

/** On a terminal only. The library's own guess would colour what is piped on build machines, too. */
export const colours = pc.createColors(
  process.stdout.isTTY === true && !process.env['NO_COLOR'] && process.env['TERM'] !== 'dumb',
);
