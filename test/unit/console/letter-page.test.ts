import '../../support/intake/quiet';
import { letterPage } from '../../../console/dead-letters/letter-page';
import { lettersPage, planPage } from '../../../console/dead-letters/pages';
import type { AssessedLetter } from '../../../lambdas/operations/dead-letters/assess';
import { planReplay } from '../../../lambdas/operations/dead-letters/plan-replay';
import type { OrderStanding } from '../../../lambdas/ports/order-standing';
import { createDesk, deadLetters } from '../../support/dead-letters/letter-mother';

const assessed = async (count: number) => {
  const desk = createDesk();
  desk.queue.bury(...deadLetters(count));
  return desk.triage();
};

const oneLetter = async (changes: Partial<AssessedLetter> = {}): Promise<AssessedLetter> => {
  const [letter] = await assessed(1);
  if (letter === undefined) {
    throw new Error('the letter was not found');
  }
  return { ...letter, ...changes };
};

const around = { csrf: 'token', canAct: true };

describe('The pages of dead letters', () => {
  it('say what a letter failed with, whatever the failure was called, and that nobody knows where none is on record', async () => {
    const letter = await oneLetter();
    const failed = { ...letter, isExplained: true, failedWith: 'not explained enough: said the provider' };
    const lead = (shown: AssessedLetter) =>
      /<p class="lead">([^<]*)</.exec(String(letterPage(shown, [], around).body))?.[1];
    const planned = (shown: AssessedLetter) =>
      String(planPage({ replay: [shown], leave: [], later: [], missing: [] }, { ...around, isOfOneCause: true }).body);

    expect(lead(failed)).toBe('It failed with: not explained enough: said the provider');
    expect(lead(letter)).toBe('Why it failed is not explained: its consumer died, or was never called');
    expect(planned(failed)).toContain('Of those that failed with: not explained enough');
    const named = { ...failed, failedWith: 'DependencyUnavailableError: the tea room is unavailable' };

    expect(lead(named)).toBe('It failed with: dependency unavailable: the tea room is unavailable');
    expect(planned(letter)).toContain('Of those whose failure is not explained: its consumer died');
  });

  it('keep an edit that was refused, and say why it was', async () => {
    const letter = await oneLetter();
    const refused = { body: '{"orderId":"<other>"}', why: 'the payload is of another order' };
    const show = (edit: { refused?: typeof refused }) => String(letterPage(letter, [], { ...around, ...edit }).body);

    expect(show({ refused })).toContain('>{&quot;orderId&quot;:&quot;&lt;other&gt;&quot;}</textarea>');
    expect(show({ refused })).toMatch(
      /<details id="edit" open>.*That was not done: the payload is of another order\./s,
    );
    expect(show({})).toContain('<details id="edit">');
    expect(show({})).toContain('>{&quot;schemaVersion&quot;');
  });

  const actsOf = (letter: AssessedLetter): readonly string[] =>
    [...String(letterPage(letter, [], around).body).matchAll(/action="[^"]*\/(\w+)"|<details id="edit"( open)?/g)].map(
      ([, act, open]) => act ?? `details${open ?? ''}`,
    );

  it.each<[Partial<AssessedLetter>, readonly string[]]>([
    [{ replayable: 'no' }, ['details open', 'edit', 'archive']],
    [{ replayable: 'by id' }, ['replay', 'details', 'edit', 'archive']],
    [{ replayable: 'no', standing: { stands: 'final' } }, ['archive', 'details', 'edit']],
    [{ replayable: 'by id', standing: { stands: 'final' } }, ['archive', 'replay', 'details', 'edit']],
  ])('put first what gets an order that waits on its way, and the archive last (%#)', async (changes, acts) => {
    expect(actsOf(await oneLetter(changes))).toEqual(acts);
  });

  it('ask whoever archives it to say that nothing will carry its order then', async () => {
    const page = async (stands: OrderStanding['stands']) =>
      String(letterPage(await oneLetter({ standing: { stands } }), [], around).body);

    expect(await page('not started')).toMatch(
      /name="abandoned" required> I know: nothing will carry this order then\.<\/label><button>Archive</,
    );
    expect(await page('final')).not.toContain('name="abandoned"');
  });

  it('show first what a narrow screen has room for: the cause with its act, the letter with its verdict', async () => {
    const look = { at: new Date(), letters: await assessed(1) };
    const page = String(lettersPage(look, {}, undefined, new Date()).body);

    expect(page).toMatch(
      /<tbody><tr>\s*<th scope="row"><a href="[^"]*group=[^<]*<\/a><\/th>\s*<td><a class="button"[^<]*>Dry run</,
    );
    expect(page).toMatch(/<tbody><tr><th scope="row"><a class="id"[^<]*<\/a><\/th>\s*<td><span class="pill/);
  });

  it('of a dry run send the letters that they show, and no others', async () => {
    const plan = planReplay(await assessed(3), { kind: 'all' }, 2);

    expect(String(planPage(plan, { csrf: 'token', canAct: true, isOfOneCause: true }).body)).toContain(
      'name="letters" value="letter-1 letter-2"',
    );
    expect(String(planPage(plan, { csrf: 'token', canAct: false, isOfOneCause: false }).body)).not.toContain(
      'name="letters"',
    );
  });

  it('of a dry run say what it is of, and when there is nothing to be had', async () => {
    const of = async (letters: number, isOfOneCause: boolean) => {
      const plan = planReplay(await assessed(letters), { kind: 'all' });
      return String(planPage(plan, { csrf: 'token', canAct: true, isOfOneCause }).body);
    };

    expect(await of(1, true)).toContain('Of those whose failure is ');
    expect(await of(1, false)).toContain('Of all letters');
    expect(await of(0, true)).toContain('None of these letters is to be had at the moment');
  });
});
