import { readFileSync } from 'node:fs';
import path from 'node:path';
import { devDependencies } from '../../../package.json';
import { CONTEXT, consoleDockerfile, DOCKERFILE } from '../../support/container/dockerfile';
import { dockerfileFaults } from '../../support/container/dockerfile-faults';

const text = readFileSync(DOCKERFILE, 'utf8');

describe('The Dockerfile of the console', () => {
  it('has no fault that a linter or this project knows of', () => {
    expect(dockerfileFaults(text)).toEqual([]);
  });

  it('runs the Node that everything else is tested with', () => {
    const versions = consoleDockerfile().stages.map(({ image }) => /^node:([\d.]+)-/.exec(image)?.[1]);

    expect(new Set(versions)).toEqual(new Set([devDependencies.node]));
  });

  it('is given nothing that it does not copy', () => {
    const named = readFileSync(path.join(CONTEXT, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    const copied = consoleDockerfile()
      .stages.flatMap(({ steps }) => steps)
      .filter(({ keyword, flags }) => keyword === 'COPY' && flags['from'] === undefined)
      .flatMap(({ words }) => words.slice(0, -1));

    expect(named[0]).toBe('*');
    expect(named.slice(1)).toEqual(expect.arrayContaining(copied.map((file) => `!${file}`)));
    expect(named).toHaveLength(copied.length + 1);
  });
});

/** Each fault put into the real file: a rule that sees none of them would prove nothing. */
describe('A Dockerfile with a fault', () => {
  it.each([
    ['a base that is not pinned', /@sha256:[0-9a-f]{64}/, '', /not pinned/],
    ['the latest base', /node:24[^@\s]*/, 'node:latest', /the latest/],
    ['root', /USER .*/, 'USER root', /as root/],
    ['no user', /USER .*/, '', /as root/],
    ['the number of root', /USER .*/, 'USER 0:0', /as root/],
    ['no health check', /HEALTHCHECK .*/, '', /health check/],
    ['a health check by a shell', /CMD \["node", "code\/health-check.js"\]/, 'CMD curl localhost', /health check/],
    ['a command by a shell', /\nCMD .*/, '\nCMD node code/main.js', /signals/],
    ['no stop signal', /STOPSIGNAL .*/, '', /by which signal/],
    ['a secret in its environment', 'ENV NODE_ENV=production', 'ENV DATABASE_PASSWORD=x', /secret/],
    ['a secret as an argument', 'ARG VERSION=0.0.0', 'ARG NPM_TOKEN', /secret/],
    ['packages without the lockfile', '"ci"', '"install"', /lockfile/],
    ['everything copied', 'COPY lambdas lambdas', 'COPY . .', /whole context/],
    ['files that it may change', 'COPY --from=build', 'COPY --chown=1000:1000 --from=build', /change what it runs/],
    ['something installed at the end', 'USER 1000', 'RUN ["apt-get", "update"]\nUSER 1000', /installed/],
    ['no revision', 'org.opencontainers.image.revision', 'revision', /revision/],
    ['an unknown instruction', 'EXPOSE', 'EXPOSES', /Unknown instruction/],
  ])('is found out: %s', (_, sound, faulty, fault) => {
    const broken = text.replace(sound, faulty);

    expect(broken).not.toBe(text);
    expect(dockerfileFaults(broken)).toContainEqual(expect.stringMatching(fault));
  });
});
