import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localApiUrl, OUTPUT_NAMES, readStackOutputs } from '../../../localstack/deployment/stack-outputs';

describe('Outputs of the stacks', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'stack-outputs-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const read = (outputsByStack: unknown) => {
    const file = path.join(directory, 'outputs.json');
    writeFileSync(file, JSON.stringify(outputsByStack));
    return readStackOutputs(file);
  };
  const outputs = Object.fromEntries(OUTPUT_NAMES.map((name) => [name, `value of ${name}`]));

  it('are read whichever stack has them', () => {
    const { OrderQueueUrl, ...others } = outputs;

    expect(read({ 'local-data': { OrderQueueUrl }, 'local-workflow': others })).toEqual({ ...outputs, consumers: [] });
  });

  it('say which consumers of events there are', () => {
    const ofConsumer = { ConsumerMailEventsQueueUrl: 'a queue', ConsumerMailEventsDeadLettersUrl: 'its dead letters' };

    expect(read({ 'local-workflow': { ...outputs, ...ofConsumer } }).consumers).toEqual([
      { name: 'mail-events', source: 'a queue', deadLetters: 'its dead letters' },
    ]);
  });

  it('fails with the names of those that are missing', () => {
    expect(() => read({ 'local-workflow': { ...outputs, SagaArn: '' } })).toThrow('the stacks have no output SagaArn;');
  });

  it('give the address under which the emulator serves the API', () => {
    expect(localApiUrl('https://06d9e4ac.execute-api.us-east-1.amazonaws.com/v1/', 'http://127.0.0.1:4566')).toBe(
      'http://127.0.0.1:4566/restapis/06d9e4ac/v1/_user_request_',
    );
  });
});
