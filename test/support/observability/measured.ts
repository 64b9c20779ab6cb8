/** Imported before the code under test: only what is measured is written, as of the stage `dev`. */
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
process.env['POWERTOOLS_METRICS_NAMESPACE'] = 'OrderWorkflow/dev';
process.env['POWERTOOLS_SERVICE_NAME'] = 'a-function';
process.env['POWERTOOLS_TRACE_ENABLED'] = 'false';
// As Lambda names a start that nobody has paid for in advance.
process.env['AWS_LAMBDA_INITIALIZATION_TYPE'] = 'on-demand';
