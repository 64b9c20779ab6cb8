import { sourcesFingerprint } from '../../../localstack/deployment/sources';
import { localStage } from '../../../localstack/local-stage';
import { DEFAULT_PORTS } from '../../../localstack/ports';

describe('Fingerprint of what is deployed', () => {
  it('changes with an address, since addresses are in what is deployed', () => {
    const here = sourcesFingerprint(localStage(DEFAULT_PORTS, 'password'));

    const elsewhere = sourcesFingerprint(localStage({ ...DEFAULT_PORTS, postgres: 1 }, 'password'));

    expect(elsewhere).not.toBe(here);
  });
});
