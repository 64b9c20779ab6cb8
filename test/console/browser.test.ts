import { findChromium } from '../support/console/browser';
import { CONSOLE_PERMISSIONS, NOT_OF_THE_EMULATOR } from '../support/console/console-permissions';
import { everyPage } from './browser/every-page';
import { letterPages } from './browser/letter-pages';
import { orderPages } from './browser/order-pages';
import { people } from './browser/people';
import { useScene } from './browser/scene';

jest.setTimeout(240_000);

const hasBrowser = findChromium() !== undefined;
if (!hasBrowser) {
  process.stderr.write('Chromium is missing: the pages of the console are not looked at with a browser.\n');
}

/** By page in `browser/`, over one set-up, which takes longer than any of them. */
(hasBrowser ? describe : describe.skip)('The console in a browser', () => {
  const scene = useScene();

  everyPage(scene);
  orderPages(scene);
  letterPages(scene);
  people(scene);

  it('has called of AWS what its role allows, and all of that', () => {
    const { emulated = [] } = Object.groupBy(CONSOLE_PERMISSIONS, (permission) =>
      NOT_OF_THE_EMULATOR.test(permission) ? 'others' : 'emulated',
    );

    expect(scene().awsCalls.permissions()).toEqual(emulated);
  });

  it('has complained about nothing', () => {
    expect(scene().operator.complaints).toEqual([]);
  });
});
