import { DatabaseError } from 'pg';
import { classifyError } from '../../../lambdas/persistence/postgres/classify-error';

const answer = (code: string, severity = 'ERROR'): DatabaseError =>
  Object.assign(new DatabaseError('text', 0, 'error'), { code, severity });

describe('An error of Postgres', () => {
  it.each([
    ['08006', 'connection failure'],
    ['08P01', 'protocol violation'],
    ['53300', 'too many connections'],
    ['57P01', 'shutdown by an administrator'],
    ['57P02', 'crash'],
    ['57P03', 'starting up'],
    ['57014', 'canceled by the statement time-out'],
    ['55P03', 'lock time-out'],
    ['25006', 'read-only after a failover'],
    ['28P01', 'password changed'],
    ['28000', 'token not accepted'],
  ])('%s (%s) means that Postgres is away', (code) => {
    expect(classifyError(answer(code))).toMatchObject({
      kind: 'unavailable',
      error: { name: 'DependencyUnavailableError', dependency: 'postgres', cause: { sqlState: code } },
    });
  });

  it.each(['FATAL', 'PANIC'])('%s ends the session whatever its code', (severity) => {
    expect(classifyError(answer('XX000', severity)).kind).toBe('unavailable');
  });

  it.each([
    Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }),
    Object.assign(new Error('getaddrinfo EAI_AGAIN'), { code: 'EAI_AGAIN' }),
    new Error('Connection terminated unexpectedly'),
    new Error('Query read timeout'),
    new Error('timeout exceeded when trying to connect'),
    new Error('self-signed certificate'),
  ])('$message means that Postgres is away', (error) => {
    expect(classifyError(error)).toMatchObject({ kind: 'unavailable', error: { cause: error } });
  });

  it.each(['40001', '40P01'])('%s is a conflict that was rolled back', (code) => {
    expect(classifyError(answer(code)).kind).toBe('conflict');
  });

  it.each(['23505', '23514', '42P01', '22P02', '57000'])('%s is a refusal', (code) => {
    expect(classifyError(answer(code))).toMatchObject({ kind: 'refused', error: { sqlState: code } });
  });

  it('never takes a mistake in our own code for an outage', () => {
    const mistake = new TypeError('undefined is not a function');

    expect(classifyError(mistake)).toEqual({ kind: 'refused', error: mistake });
  });
});
