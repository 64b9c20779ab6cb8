import { loadGrammar, triggersIn } from '../../support/pinning-triggers';

describe('Triggers of pinning', () => {
  beforeAll(loadGrammar);

  it.each([
    ["/* find-order */ SET statement_timeout = '1s'", 'session command'],
    ['/* a /* nested */ comment */ -- and another\n LISTEN orders', 'session command'],
    ['-- find-order\nCOMMIT', 'transaction command'],
    ['SELECT 1; RESET ALL', 'session command'],
    ['SELECT set_config /* here */ ($1, $2, false)', 'setting'],
    ['WITH one AS (SELECT pg_try_advisory_lock_shared(1)) SELECT FROM one', 'session lock'],
    ['UPDATE orders SET version = "nextval"($1)', 'sequence'],
    ['SELECT 1 AS a INTO TEMPORARY t', 'temporary object'],
    ['CREATE TABLE pg_temp.t (a int)', 'temporary object'],
    ['CREATE TEMP VIEW v AS SELECT 1', 'temporary object'],
    ['DO $$ BEGIN NULL; END $$', 'block of code'],
    ['SELECT FROM WHERE', 'not to be read'],
  ])('are seen wherever they are: %s', (text, trigger) => {
    expect(triggersIn(text)).toEqual([trigger]);
  });

  it('are seen in a statement that is too long', () => {
    expect(triggersIn(`SELECT '${'x'.repeat(17_000)}'`)).toEqual(['too long']);
  });

  it.each([
    "SELECT 'SET a = 1; BEGIN' /* LISTEN orders */ -- COMMIT",
    'SELECT "nextval", setting AS set_config FROM orders',
    'SELECT pg_advisory_xact_lock($1)',
    'SELECT FROM orders FOR UPDATE SKIP LOCKED',
  ])('are nothing that only looks like one: %s', (text) => {
    expect(triggersIn(text)).toEqual([]);
  });
});
