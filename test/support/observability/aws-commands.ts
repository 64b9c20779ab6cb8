interface AwsCommand {
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  /** How many words stand without an option. @default 0 */
  readonly words?: number;
}

/** What every command takes. */
const EVERYWHERE = ['--output', '--profile', '--query', '--region'];

/**
 * The commands of AWS's command line that runbooks name, as its reference has them: https://docs.aws.amazon.com/cli/latest/.
 * One that is not here has to be looked up there before it is written into a runbook.
 */
const AWS_COMMANDS: Readonly<Record<string, AwsCommand>> = {
  'cloudformation describe-stacks': { required: [], optional: ['--stack-name'] },
  'cloudtrail lookup-events': { required: [], optional: ['--lookup-attributes', '--start-time', '--end-time'] },
  'cloudwatch get-metric-statistics': {
    required: ['--namespace', '--metric-name', '--start-time', '--end-time', '--period'],
    optional: ['--dimensions', '--statistics', '--extended-statistics', '--unit'],
  },
  'events list-rules': { required: [], optional: ['--name-prefix', '--event-bus-name'] },
  'lambda get-account-settings': { required: [] },
  'lambda list-event-source-mappings': { required: [], optional: ['--function-name', '--event-source-arn'] },
  'logs describe-log-groups': { required: [], optional: ['--log-group-name-prefix', '--log-group-name-pattern'] },
  'logs tail': {
    required: [],
    optional: ['--since', '--follow', '--format', '--filter-pattern', '--log-stream-names', '--log-stream-name-prefix'],
    words: 1,
  },
  'rds describe-events': {
    required: [],
    optional: ['--source-identifier', '--source-type', '--start-time', '--end-time', '--duration'],
  },
  'rds-data execute-statement': {
    required: ['--resource-arn', '--secret-arn', '--sql'],
    optional: ['--database', '--format-records-as', '--parameters', '--continue-after-timeout'],
  },
  'secretsmanager describe-secret': { required: ['--secret-id'] },
  'sesv2 get-account': { required: [] },
};

/** Words of a command as a shell splits them, without its comment. */
export const wordsOf = (command: string): readonly string[] =>
  [...command.replace(/ #.*$/, '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare = '']) => single ?? double ?? bare,
  );

/** Each option that a command gives, and its value. */
export function optionsOf(words: readonly string[]): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  words.forEach((word, index) => {
    if (word.startsWith('--')) {
      const next = words[index + 1] ?? '';
      options.set(word, next.startsWith('--') ? '' : next);
    }
  });
  return options;
}

/** @throws with what AWS's command line would not take of a command that begins with `aws` */
export function checkAwsCommand(command: string): void {
  const [, service = '', operation = '', ...rest] = wordsOf(command);
  const known = AWS_COMMANDS[`${service} ${operation}`];
  if (known === undefined) {
    throw new Error(`there is no 'aws ${service} ${operation}'`);
  }
  const { required, optional = [], words = 0 } = known;
  const options = optionsOf(rest);
  const unknown = [...options.keys()].filter((name) => ![...required, ...optional, ...EVERYWHERE].includes(name));
  const missing = required.filter((name) => !options.has(name));
  const empty = [...options].filter(([name, value]) => value === '' && name !== '--follow');
  const given = rest.length - options.size - [...options.values()].filter((value) => value !== '').length;
  if (unknown.length + missing.length + empty.length > 0 || given !== words) {
    throw new Error(
      `'${command}' has unknown options (${unknown.join()}), misses some (${missing.join()}), gives some without a value (${empty.join()}), or has ${given} words in place of ${words}`,
    );
  }
}
