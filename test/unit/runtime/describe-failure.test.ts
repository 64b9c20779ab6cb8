import fc from 'fast-check';
import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { describeFailure } from '../../../lambdas/runtime/describe-failure';
import { PoisonMessageError } from '../../../lambdas/runtime/poison-message';

const thrownHere = (message: string) => new Error(message);

describe('A failure in words that may be written down', () => {
  it('keeps what our own errors say', () => {
    expect(describeFailure(new DependencyUnavailableError('Step Functions'))).toMatchObject({
      errorName: 'DependencyUnavailableError',
      message: 'Step Functions is unavailable',
    });
    expect(describeFailure(new PoisonMessageError('malformed at lines.0.sku')).message).toBe(
      'malformed at lines.0.sku',
    );
  });

  it.each([
    [
      `Unexpected token 'A', "Ada Lovelace, 12 St James"... is not valid JSON`,
      'Unexpected token …, …... is not valid JSON',
    ],
    ['mail to ada@example.com bounced', 'mail to … bounced'],
    ['Key (name)=(Ada Lovelace) already exists.', 'Key (name)=… already exists.'],
    ['card 4242 4242 4242 4242 declined', 'card # declined'],
    ['call +44 20 7946 0958 now', 'call # now'],
    ['an "unfinished quote of Ada', 'an …'],
  ])('leaves out what %j repeats', (message, written) => {
    expect(describeFailure(thrownHere(message)).message).toBe(written);
  });

  it('is short and on one line, whatever was thrown, and never throws itself', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ maxLength: 2_000 }).map(thrownHere), fc.anything()), (thrown) => {
        const { errorName, message, fingerprint } = describeFailure(thrown);

        expect(errorName).toMatch(/^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/);
        expect(message.length).toBeLessThanOrEqual(256);
        expect(message).not.toMatch(/[\n\r]/);
        expect(fingerprint).toMatch(/^[0-9a-f]{12}$/);
      }),
    );
  });

  it('has one fingerprint for one cause, whatever the ids and numbers', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), fc.nat(), fc.nat(), (one, other, few, many) => {
        const [first, second] = [
          describeFailure(thrownHere(`order ${one} waited ${few} ms`)),
          describeFailure(thrownHere(`order ${other} waited ${many} ms`)),
        ];

        expect(first.fingerprint).toBe(second.fingerprint);
      }),
    );
  });

  it('tells causes apart by name, by message and by place', () => {
    const elsewhere = () => new Error('broken');
    const failures = [thrownHere('broken'), thrownHere('slow'), elsewhere(), new TypeError('broken'), 'no error'];

    expect(new Set(failures.map((failure) => describeFailure(failure).fingerprint)).size).toBe(failures.length);
  });

  it('knows poison by its reason alone, which is all that its dead letter says', () => {
    const elsewhere = () => new PoisonMessageError('not JSON');

    expect(describeFailure(elsewhere()).fingerprint).toBe(
      describeFailure(new PoisonMessageError('not JSON')).fingerprint,
    );
  });
});
