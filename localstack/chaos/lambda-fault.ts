/**
 * What the local Lambda runtime can be made to do with one invocation (`lambda-bootstrap/runtime/chaos.js`). The first
 * three are the actions that AWS FIS has for Lambda, with its parameters, so that an experiment can be repeated there:
 * https://docs.aws.amazon.com/fis/latest/userguide/fis-actions-reference.html#lambda-actions-reference
 */
export type LambdaFault =
  /** Longer than the function's time-out, it is killed before it has begun. */
  | { readonly kind: 'invocation-add-delay'; readonly startupDelayMilliseconds: number }
  /** Fails; unless prevented, after the function has had its effect. */
  | { readonly kind: 'invocation-error'; readonly preventExecution: boolean }
  /** Another answer than the function's own, as behind API Gateway. */
  | {
      readonly kind: 'invocation-http-integration-response';
      readonly preventExecution: boolean;
      readonly answer: { readonly statusCode: number; readonly body: string };
    }
  | { readonly kind: 'kill-before-call' }
  /** The effect has happened, the answer is never given. */
  | { readonly kind: 'kill-after-effect' }
  | { readonly kind: 'kill-after-answer' }
  /** The effect has happened; the environment then hangs until its time-out kills it. */
  | { readonly kind: 'drop-answer' };
