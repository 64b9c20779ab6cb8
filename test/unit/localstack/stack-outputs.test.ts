import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { localApiUrl, readStackOutputs } from '../../../localstack/deployment/stack-outputs';

describe('Outputs of the stacks', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'stack-outputs-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const read = (outputs: unknown) => {
    const file = path.join(directory, 'outputs.json');
    writeFileSync(file, JSON.stringify(outputs));
    return readStackOutputs(file);
  };
  const data = { OrderQueueUrl: 'q', OrderDeadLettersUrl: 'd', IntakeTableName: 't', CircuitTableName: 'c' };
  const workflow = {
    ApiUrl: 'a',
    SagaArn: 's',
    FailedExecutionsQueueUrl: 'f',
    FailedExecutionsDeadLettersUrl: 'fd',
  };

  it('are read whichever stack has them', () => {
    expect(read({ 'local-data': data, 'local-workflow': workflow })).toEqual({ ...data, ...workflow });
  });

  it('fails with the names of those that are missing', () => {
    expect(() => read({ 'local-data': data, 'local-workflow': { ...workflow, SagaArn: '' } })).toThrow(
      'the stacks have no output SagaArn',
    );
  });

  it('give the address under which the emulator serves the API', () => {
    expect(localApiUrl('https://06d9e4ac.execute-api.us-east-1.amazonaws.com/v1/', 'http://127.0.0.1:4566')).toBe(
      'http://127.0.0.1:4566/restapis/06d9e4ac/v1/_user_request_',
    );
  });
});
