import { createDynamoFailureRecords } from './failure-records';
import { createDynamoOperatorActions } from './operator-actions';
import { createDynamoRefundsOutside } from './refunds-outside';

/** All that the failure records table knows of an order, for its timeline. */
export const createDynamoToldRecords = (records: Parameters<typeof createDynamoOperatorActions>[0]) => ({
  failures: createDynamoFailureRecords(records),
  actions: createDynamoOperatorActions(records),
  refundsOutside: createDynamoRefundsOutside(records),
});
