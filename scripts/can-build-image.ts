import { whyNoBuildah } from '../test/support/container/build-with-buildah';
import { scriptCommand } from './script-command';

/*
 * Before `npm run test:image`: says what is missing to build the console's image, and fails. That it was not built must not
 * look as if it had been found to be right.
 */

scriptCommand('pretest:image').parse();
const whyNot = whyNoBuildah();
if (whyNot !== undefined) {
  console.error(`The image of the console cannot be built here: ${whyNot}.`);
  process.exitCode = 1;
}
