import { DependencyUnavailableError } from '../../../lambdas/domain/failures';
import { whenAvailable } from '../../../lambdas/runtime/aws-availability';

const failing = (facts: object) =>
  whenAvailable('order queue', () => Promise.reject(Object.assign(new Error('no'), facts)));

describe('A call of an AWS service', () => {
  it('answers what the service answers', async () => {
    await expect(whenAvailable('order queue', async () => 7)).resolves.toBe(7);
  });

  it.each([
    ['the service fails', { name: 'InternalServerError', $fault: 'server' }],
    ['it throttles', { name: 'ThrottlingException', $fault: 'client' }],
    ['its capacity is used up', { name: 'ProvisionedThroughputExceededException', $fault: 'client' }],
    ['too many start at once', { name: 'TooManyRequestsException', $fault: 'client' }],
    ['it says that trying again helps', { name: 'TransactionInProgressException', $fault: 'client', $retryable: {} }],
    ['nothing listens', { name: 'Error', code: 'ECONNREFUSED' }],
    ['no answer comes in time', { name: 'TimeoutError' }],
    ['the answer is no answer', { name: 'SyntaxError', $metadata: { attempts: 3 } }],
  ])('says that the service is away when %s', async (_, facts) => {
    await expect(failing(facts)).rejects.toEqual(new DependencyUnavailableError('order queue'));
  });

  it.each([
    ['ConditionalCheckFailedException', 'client'],
    ['ExecutionAlreadyExists', 'client'],
    ['AccessDeniedException', 'client'],
    ['ValidationException', 'client'],
  ])('lets %s through, since trying again cannot help', async (name, $fault) => {
    await expect(failing({ name, $fault })).rejects.toHaveProperty('name', name);
  });

  it('does not take a mistake of ours for an outage', async () => {
    await expect(
      whenAvailable('order queue', () => Promise.reject(new TypeError('x is not a function'))),
    ).rejects.toThrow(TypeError);
  });
});
