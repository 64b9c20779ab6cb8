/** Imported before the code under test: only what is measured is written, as of the stage `dev`. */
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
process.env['POWERTOOLS_METRICS_NAMESPACE'] = 'OrderWorkflow/dev';
process.env['POWERTOOLS_SERVICE_NAME'] = 'a-function';
process.env['POWERTOOLS_TRACE_ENABLED'] = 'false';
