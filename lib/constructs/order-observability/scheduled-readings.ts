import { Duration } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import type { Stage } from '../../stage';
import type { CircuitTable } from '../circuit-table';
import type { OrderDatabase } from '../database-access';
import { OrderFunction } from '../order-function';
import { ScheduledTask } from '../scheduled-task';
import type { OrderMetrics } from './order-metrics';

const EVERY_MINUTE = Duration.minutes(1);
/** Ends before the next one begins. */
const READING_TIMEOUT = Duration.seconds(50);

export interface ScheduledReadingsProps {
  readonly stage: Stage;
  readonly metrics: OrderMetrics;
  readonly database: OrderDatabase;
  readonly circuits: CircuitTable;
  readonly booksEvery: Duration;
}

/** What no call measures by itself, since it is about orders for which nothing happens. */
export class ScheduledReadings extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { stage, metrics, database, circuits, booksEvery }: ScheduledReadingsProps,
  ) {
    super(scope, id);

    const reportGauges = new OrderFunction(this, 'ReportGauges', {
      stage,
      handler: 'operations/report-gauges',
      description: 'Measures how many orders are open, stuck or in need of repair, and which circuits are open',
      timeout: READING_TIMEOUT,
      database: { from: database, access: 'write' },
      environment: { CIRCUIT_TABLE: circuits.table.tableName },
    });
    circuits.grantReadAll(reportGauges);
    new ScheduledTask(this, 'Gauges', {
      what: 'The reading of open orders and circuits',
      task: reportGauges,
      every: EVERY_MINUTE,
      alarm: {
        customers: 'nothing; but the alarms about stuck orders, repairs and unpublished events are blind',
        runbook: 'readings-silent#gauges',
      },
    });

    const checkBooks = new OrderFunction(this, 'CheckBooks', {
      stage,
      handler: 'operations/check-books',
      description: 'Compares orders, stock, payments, shipments and trails with each other',
      timeout: READING_TIMEOUT,
      database: { from: database, access: 'read' },
    });
    new ScheduledTask(this, 'Books', {
      what: 'The check of the books',
      task: checkBooks,
      every: booksEvery,
      alarm: {
        customers: 'nothing; but books that do not agree would not be noticed',
        runbook: 'readings-silent#books',
      },
      excusedMinutes: metrics.minutesWithoutPostgres,
    });
  }
}
