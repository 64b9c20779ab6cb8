/** Imported before the code under test: what it would log and measure is nobody's interest here. */
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';
process.env['POWERTOOLS_TRACE_ENABLED'] = 'false';
