import { POSTGRES_BOUNDS } from '../../../lambdas/persistence/postgres/bounds';
import { untilDecided } from '../../../lambdas/persistence/postgres/until-decided';

describe('A decision under concurrency', () => {
  it('is asked for again until it is one', async () => {
    const answers = [undefined, undefined, 'decided'];

    expect(await untilDecided('reserve', async () => answers.shift())).toBe('decided');
  });

  it('fails after a bounded number of rounds', async () => {
    let rounds = 0;
    const never = untilDecided('reserve', async () => {
      rounds += 1;
      return undefined;
    });

    await expect(never).rejects.toMatchObject({ name: 'UndecidedError' });
    expect(rounds).toBe(POSTGRES_BOUNDS.decisionRounds);
  });
});
