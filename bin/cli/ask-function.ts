import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import type * as z from 'zod/mini';
import { CommandError } from './command-error';

/**
 * Asks a function that stands beside the database of a cloud stage, and reads its answer.
 *
 * @throws CommandError when it does not know the question: it is older than this tool
 */
export const askFunction =
  <Question extends object>({
    client,
    functionName,
  }: {
    readonly client: LambdaClient;
    readonly functionName: string;
  }) =>
  async <Answer extends z.ZodMiniType>(question: Question, answer: Answer): Promise<z.infer<Answer>> => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(question) }),
    );
    const said: unknown = JSON.parse(Buffer.from(Payload ?? []).toString() || 'null');
    if (FunctionError !== undefined) {
      const { errorType = FunctionError, errorMessage = '' } = said as { errorType?: string; errorMessage?: string };
      throw errorType.includes('ZodError')
        ? new CommandError(`${functionName} does not understand what it is asked: deploy this version first`)
        : new Error(`${errorType}: ${errorMessage}`);
    }
    return answer.parse(said);
  };
