import { Readable } from 'node:stream';
import { type Service, takeTime } from './delays';
import { definitionText, historyText, tracesText } from './histories';
import { StoredItems } from './stored-items';

interface Request {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
}

/**
 * Answers in the place of AWS, after the time that AWS takes. The clients before it are the real ones, so that what it costs
 * the console to write questions and read answers is part of what is measured.
 */
export function awsStandIn() {
  const items = new StoredItems();

  const answerTo = ({ path, headers, body }: Request): { service: Service; text: string; bytesRead?: number } => {
    const question = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
    const [target = '', operation = ''] = (headers['x-amz-target'] ?? '').split('.');
    if (target.startsWith('DynamoDB')) {
      return { service: 'dynamoDb', ...items.answer(operation, question) };
    }
    if (operation === 'GetExecutionHistory') {
      return { service: 'stepFunctions', text: historyText() };
    }
    if (operation === 'DescribeStateMachine') {
      return { service: 'stepFunctions', text: definitionText() };
    }
    if (path === '/Traces') {
      return { service: 'xray', text: tracesText(question.TraceIds) };
    }
    throw new Error(`this benchmark answers no call of ${target} ${operation || path}`);
  };

  let takesTime = false;
  return {
    /** From now on; before it, tables are filled. */
    takeTimeFromNowOn: () => {
      takesTime = true;
    },
    settings: {
      region: 'eu-central-1',
      credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
      requestHandler: {
        handle: async (request: Request) => {
          const { service, text, bytesRead } = answerTo(request);
          if (takesTime) {
            await takeTime(service, bytesRead);
          }
          const body = Readable.from([Buffer.from(text)]);
          return { response: { statusCode: 200, headers: { 'content-type': 'application/x-amz-json-1.0' }, body } };
        },
      },
    },
  };
}
