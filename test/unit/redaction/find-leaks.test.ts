import { confidentialIn } from '../../support/redaction/confidential';
import { findLeaks } from '../../support/redaction/find-leaks';

const body = JSON.stringify({
  paymentMethodId: 'pm_card_visa',
  shippingAddress: { name: 'Ada Lovelace', line1: '12 St James (Square)', postalCode: '10115', country: 'DE' },
});
const sent = confidentialIn({ authorization: 'Bearer secret-token', body });
const leaksOf = (text: string) => findLeaks([{ where: 'log', text }], sent).map(({ found }) => found);

describe('What must not be read in a log', () => {
  it('is everything of a request that is about a person, but for what is too short to tell', () => {
    expect(sent).toEqual([
      ...['secret-token', 'pm_card_visa', 'Ada Lovelace', '12 St James (Square)', '10115', 'Lovelace', 'James'],
    ]);
  });

  it.each([
    ['a name', '{"message":"order of Ada Lovelace"}', 'Ada Lovelace'],
    ['a street with signs that patterns have', 'to 12 St James (Square)', '12 St James (Square)'],
    ['a postal code as a text', '{"postalCode":"10115"}', '"10115"'],
    ['a postal code in JSON inside of JSON', '{"cause":"{\\"postalCode\\":\\"10115\\"}"}', '"10115\\"'],
    ['a token that was sent', 'authorization: secret-token', 'secret-token'],
    [
      'any token',
      'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl',
      'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl',
    ],
    ['any mail address', 'mail to ada@example.com failed', 'ada@example.com'],
    ['any key', 'sk_test_local', 'sk_test_local'],
    ['a family name alone', 'Dear Ms Lovelace', 'Lovelace'],
    ['a postal code behind its name', 'unknown postal code 10115', 'postal code 10115'],
    ['a postal code before its town', 'cannot deliver to 10115 Berlin', '10115 Be'],
    ['any card', 'card_1Abc23DefGhi4567', 'card_1Abc23DefGhi4567'],
    ['any customer of the provider', 'cus_Nx8sDbJt0q1', 'cus_Nx8sDbJt0q1'],
    ['any secret of an intent', 'pi_3Abc_secret_9xYz', 'pi_3Abc_secret_9xYz'],
  ])('is found when it is written: %s', (_, text, found) => {
    expect(leaksOf(text)).toContain(found);
  });

  it('is not seen where it is not: digits of a time, ids, names of countries', () => {
    expect(
      leaksOf(
        '{"timestamp":1771011599,"durationMs":10115,"country":"DE","order":"4a1f10115b","reason":"card_declined"}',
      ),
    ).toEqual([]);
  });
});
