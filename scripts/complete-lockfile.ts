import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { scriptCommand } from './script-command';

/**
 * `npm install` can leave the binaries of other platforms out of the lockfile (npm/cli#4828), and `npm ci` then
 * refuses it. This adds them: name and version from the package that wants them, platform from the name.
 *
 * With `--check` it changes nothing, and exits with 1 when something is missing.
 */
interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly license?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { check } = scriptCommand('complete-lockfile')
  .option('--check', 'write nothing, and exit with 1 when an entry is missing')
  .parse()
  .opts<{ check?: true }>();

const FILE = path.join(__dirname, '../package-lock.json');
const SYSTEMS = ['darwin', 'linux', 'android', 'freebsd', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix'];
const PROCESSORS = ['arm64', 'x64', 'ia32', 'ppc64', 's390x', 'loong64', 'riscv64', 'arm'];

const lock = JSON.parse(readFileSync(FILE, 'utf8')) as { packages: Record<string, LockedPackage> };
const missing = Object.entries(lock.packages)
  .filter(([location]) => location !== '')
  .flatMap(([location, { optionalDependencies = {}, dev, license }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !isLocked(name, location))
      .map(([name, range]) => ({ name, range, dev, license })),
  );

function isLocked(name: string, location: string): boolean {
  return [`node_modules/${name}`, `${location}/node_modules/${name}`].some((key) => key in lock.packages);
}

function platformOf(name: string): object {
  const os = /win32|windows/.test(name) ? 'win32' : SYSTEMS.find((system) => name.includes(system));
  const cpu = PROCESSORS.find((processor) => name.includes(processor));
  const libc = /musl/.test(name) ? 'musl' : 'glibc';
  return {
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(os === 'linux' && /gnu|musl/.test(name) ? { libc: [libc] } : {}),
    ...(os === undefined ? {} : { os: [os] }),
  };
}

if (check) {
  for (const { name } of missing) {
    console.error(`package-lock.json has no entry for ${name}: run 'npm run complete-lockfile'`);
  }
  process.exitCode = missing.length === 0 ? 0 : 1;
} else {
  for (const { name, range, dev, license } of missing) {
    lock.packages[`node_modules/${name}`] = {
      version: range.replace(/^[\^~]/, ''),
      ...(dev === undefined ? {} : { dev }),
      ...(license === undefined ? {} : { license }),
      ...{ optional: true },
      ...platformOf(name),
    };
  }
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(FILE, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
  console.log(`${missing.length} entries added`);
}
