const counter = <const L extends readonly string[]>(help: string, ...labels: L) =>
  ({ kind: 'counter', help, labels }) as const
const gauge = <const L extends readonly string[]>(help: string, ...labels: L) =>
  ({ kind: 'gauge', help, labels }) as const
const histogram = <const L extends readonly string[]>(help: string, buckets: number[], ...labels: L) =>
  ({ kind: 'histogram', help, labels, buckets }) as const

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const workBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60]

/**
 * Every metric Hark exposes, by its name: unit in the suffix, `_total` on counters, labels from closed lists only.
 * Names of the last group follow OpenTelemetry's semantic conventions, still in development: they are kept here alone.
 */
export const metricDefinitions = {
  hark_ingest_posts_total: counter('Posts offered, by what became of them', 'platform', 'outcome'),
  hark_ingest_lag_seconds: gauge('Age of the newest post taken in', 'source'),
  hark_source_last_success_timestamp_seconds: gauge('When a source last answered', 'source'),
  hark_coverage_gap_open: gauge('Coverage gaps nobody has closed', 'platform'),
  hark_stage_pending: gauge('Posts waiting for a stage', 'stage'),
  hark_stage_oldest_pending_seconds: gauge('Age of the longest waiting post of a stage', 'stage'),
  hark_quarantine_open: gauge('Posts in quarantine nobody has looked at', 'stage'),
  hark_outbox_undispatched: gauge('Outbox rows not yet in the queue'),
  hark_redis_epoch_changes_total: counter('Times the queue was found to have lost its data'),
  hark_reconciler_requeued_total: counter('Posts put back into the queue', 'stage'),
  hark_review_oldest_seconds: gauge('Age of the oldest case waiting for a reviewer', 'priority'),
  hark_case_clock_remaining_seconds: gauge('Least time left on any open clock', 'clock'),
  hark_signatures_total: counter('Signatures given', 'meaning'),
  hark_reauth_failures_total: counter('Re-authentications refused at signing'),
  hark_publish_attempts_total: counter('Sendings tried', 'platform', 'outcome'),
  hark_publish_unknown_open: gauge('Sendings whose outcome nobody knows', 'platform'),
  hark_gate_refusals_total: counter('Sendings the gate refused', 'reason'),
  hark_kill_switch_engaged: gauge('1 while the kill switch is engaged'),
  hark_audit_staged_oldest_seconds: gauge('Age of the oldest entry not yet in the tree'),
  hark_audit_tree_size: gauge('Entries in the ledger tree'),
  hark_audit_checkpoint_age_seconds: gauge('Age of the newest published checkpoint'),
  hark_audit_witness_lag_entries: gauge('Entries no witness has seen'),
  hark_audit_last_verify_success_timestamp_seconds: gauge('When the whole ledger last verified'),
  hark_clock_skew_seconds: gauge('This clock minus the database clock'),

  http_server_request_duration_seconds: histogram(
    'HTTP requests served',
    requestBuckets,
    'method',
    'route',
    'status',
  ),
  db_client_operation_duration_seconds: histogram('Database operations', requestBuckets, 'operation'),
  messaging_process_duration_seconds: histogram('Jobs handled', workBuckets, 'queue', 'outcome'),
  messaging_client_operation_duration_seconds: histogram('Jobs enqueued', requestBuckets, 'queue'),
} as const
