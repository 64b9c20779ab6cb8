import { validate } from 'dockerfile-utils';
import { type BuildStage, parseDockerfile, type Step } from './dockerfile';

const PINNED = /^[^@\s]+:[\w.-]+@sha256:[0-9a-f]{64}$/;
const SECRET = /secret|password|token|credential|private|_key$/i;
const MUST_LABEL = ['title', 'description', 'licenses', 'version', 'revision'];

/**
 * What is wrong with the Dockerfile of a service, in words: what its maintained linter says, and what a service that is
 * trusted with money asks for besides.
 */
export function dockerfileFaults(text: string): readonly string[] {
  const { stages } = parseDockerfile(text);
  const runtime = stages.at(-1);
  return [
    ...validate(text).map(({ message }) => (typeof message === 'string' ? message : message.value)),
    ...stages.flatMap(faultsOfStage),
    ...(runtime === undefined ? ['there is no stage'] : faultsOfRuntime(runtime)),
    ...(stages.length < 2 ? ['what builds is shipped: there is one stage only'] : []),
  ];
}

const faultsOfStage = ({ image, steps }: BuildStage): readonly string[] => [
  ...(PINNED.test(image) ? [] : [`'${image}' is not pinned by tag and digest`]),
  ...(/:latest(@|$)/.test(image) ? [`'${image}' is whatever is the latest`] : []),
  ...steps
    .filter(({ keyword }) => keyword === 'ARG' || keyword === 'ENV')
    .flatMap(({ keyword, properties }) =>
      Object.keys(properties)
        .filter((name) => SECRET.test(name))
        .map((name) => `${keyword} ${name} would keep a secret in the image`),
    ),
  ...steps.filter(({ keyword }) => keyword === 'ADD').map(() => 'ADD takes from anywhere; COPY does not'),
  ...steps
    .filter(({ keyword, words }) => keyword === 'RUN' && /\bnpm (install|i|update)\b/.test(words.join(' ')))
    .map(() => 'packages are not those of the lockfile'),
  ...steps
    .filter(({ keyword, flags, words }) => keyword === 'COPY' && flags['from'] === undefined && words[0] === '.')
    .map(() => 'the whole context is copied'),
];

function faultsOfRuntime({ steps }: BuildStage): readonly string[] {
  const last = (keyword: string): Step | undefined => steps.findLast((step) => step.keyword === keyword);
  const user = last('USER');
  const check = last('HEALTHCHECK');
  const [command, entrypoint] = [last('CMD'), last('ENTRYPOINT')];
  const labels = steps
    .filter(({ keyword }) => keyword === 'LABEL')
    .flatMap(({ properties }) => Object.keys(properties));
  return [
    ...(user !== undefined && /^[1-9]\d*(:[1-9]\d*)?$/.test(user.words[0] ?? '') ? [] : ['it may run as root']),
    ...(check?.isExec ? [] : ['it has no health check, or one that needs a shell']),
    ...(command?.isExec && (entrypoint === undefined || entrypoint.isExec) ? [] : ['a shell would get its signals']),
    ...(last('STOPSIGNAL')?.words[0] === 'SIGTERM' ? [] : ['it does not say by which signal it ends']),
    ...(steps.some(({ keyword }) => keyword === 'RUN') ? ['something is installed where it runs'] : []),
    ...(steps.some(({ flags }) => flags['chown'] !== undefined) ? ['it could change what it runs'] : []),
    ...MUST_LABEL.filter((name) => !labels.includes(`org.opencontainers.image.${name}`)).map(
      (name) => `it is not labelled with its ${name}`,
    ),
  ];
}
