import { type Command, InvalidArgumentError, Option } from 'commander';
import { scriptCommand } from '../../scripts/script-command';
import { whole } from '../../scripts/whole-number';

export const SEED_MAX = 1_000_000;

export interface ChaosOptions {
  readonly orders: number;
  readonly seed?: number;
  readonly seeds?: readonly number[];
  readonly rate: number;
  readonly stateDirectory?: string;
  readonly keep?: boolean;
}

const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) {
    throw new InvalidArgumentError('expected a share from 0 to 1');
  }
  return value;
};

const range = (text: string): readonly number[] => {
  const [, first = 0, last = -1] = (/^(\d+)-(\d+)$/.exec(text) ?? []).map(Number);
  if (first < 1 || last < first || last > SEED_MAX) {
    throw new InvalidArgumentError(`expected a range such as 1-20, up to ${SEED_MAX}`);
  }
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
};

/** Whatever it names is emptied first, and no name would be the current directory. */
const directory = (text: string): string => {
  if (text.trim() === '') {
    throw new InvalidArgumentError('expected the name of a directory');
  }
  return text;
};

const HELP = `
Examples:
  npm run chaos -- --orders 60 --seed 5   a small one
  npm run chaos -- --seeds 1-20           twenty of 500 orders each

Exits with
  0    when nothing was wrong
  1    when something was violated, or too little was disturbed or killed to say so
  2    when it was called wrongly, or could not be carried through
  130  when it was interrupted
`;

export const chaosCommand = (): Command =>
  scriptCommand('chaos')
    .description('places orders while calls fail and parts crash, heals everything, and checks that nothing is wrong')
    .option('--orders <n>', 'how many', whole, 500)
    .option('--seed <n>', 'decides what goes wrong (default: random); printed, so that a run can be repeated', whole)
    .addOption(
      new Option('--seeds <range>', 'one experiment after the other, and a table at the end: 1-20')
        .argParser(range)
        .conflicts('seed'),
    )
    .option('--rate <share>', 'of the calls that are disturbed, 0 to 1', share, 0.07)
    .option('--state-directory <dir>', 'where history, logs and data are (.local/chaos/<seed>)', directory)
    .option('--keep', 'keep the data of the local cloud, also when all is well')
    .addHelpText('after', HELP);
