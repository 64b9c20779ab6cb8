import { personIn } from '../../../console/sign-in/identity-provider';
import { ownPath } from '../../../console/sign-in/routes';

const settings = { roleClaim: 'cognito:groups', roleValues: { viewer: 'shop-viewers', operator: 'shop-operators' } };

describe('Who may come in', () => {
  it.each([
    [['shop-operators'], 'operator'],
    [['shop-viewers', 'shop-operators', 'cleaners'], 'operator'],
    ['shop-viewers', 'viewer'],
    ['cleaners shop-viewers', 'viewer'],
    [['cleaners'], undefined],
    ['shop-operators-of-old', undefined],
    [undefined, undefined],
    [{ 'shop-operators': true }, undefined],
  ])('takes %j for %s', (claim, role) => {
    expect(personIn({ sub: '1', preferred_username: 'ada', 'cognito:groups': claim }, settings)?.role).toBe(role);
  });

  it('needs a subject', () => {
    expect(personIn({ 'cognito:groups': 'shop-operators' }, settings)).toBeUndefined();
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    '/sign-in?to=/',
    '',
    undefined,
    ['/a'],
  ])('goes to no other site after it: %j', (to) => {
    expect(ownPath(to)).toBe('/');
  });

  it('goes where the person wanted to', () => {
    expect(ownPath('/orders?q=customer-1&status=REJECTED')).toBe('/orders?q=customer-1&status=REJECTED');
  });
});
