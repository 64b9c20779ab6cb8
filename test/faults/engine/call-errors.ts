import { DependencyUnavailableError, OutcomeUnknownError } from '../../../lambdas/domain/failures';
import { PostgresStatementError } from '../../../lambdas/persistence/postgres/statement-error';
import type { Dependency } from './point';

/** What a step is told when a call was refused before its effect: as the deployed adapters say it. */
export function refusalOf(dependency: Dependency, operation: string): Error {
  switch (dependency) {
    case 'postgres':
      return new PostgresStatementError('XX000');
    case 'provider':
    case 'carrier':
      return new OutcomeUnknownError(operation, 'status 500');
    case 'intake':
    case 'step-functions':
    case 'event-bus':
    case 'lambda':
      return new Error(`${dependency} refused ${operation}`);
  }
}

/** What a step is told when no answer came, so that nobody knows whether the call took effect. */
export function noAnswerOf(dependency: Dependency, operation: string): Error {
  switch (dependency) {
    case 'postgres':
    case 'intake':
      return new DependencyUnavailableError(dependency);
    case 'provider':
    case 'carrier':
      return new OutcomeUnknownError(operation, 'no answer in time');
    case 'step-functions':
    case 'event-bus':
    case 'lambda':
      return new Error(`no answer to ${operation}`);
  }
}
