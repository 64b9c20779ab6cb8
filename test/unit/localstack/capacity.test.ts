import { assertCapacity, MAX_CONNECTIONS } from '../../../localstack/capacity';

describe('Capacity of the local cloud', () => {
  it.each([0, 1, 20])('lets %i functions with a database open all the connections they can', (functions) => {
    expect(() => assertCapacity(functions, MAX_CONNECTIONS)).not.toThrow();
  });

  it('fails with what to change when the functions could open more connections than Postgres takes', () => {
    expect(() => assertCapacity(21, MAX_CONNECTIONS)).toThrow(/1384 connections.*takes 1320.*capacity\.ts/);
  });
});
