const counter = <const L extends readonly string[]>(help: string, ...labels: L) =>
  ({ kind: 'counter', help, labels }) as const
const gauge = <const L extends readonly string[]>(help: string, ...labels: L) =>
  ({ kind: 'gauge', help, labels }) as const
const histogram = <const L extends readonly string[]>(help: string, buckets: number[], ...labels: L) =>
  ({ kind: 'histogram', help, labels, buckets }) as const

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const removalBuckets = [0.1, 0.5, 1, 5, 15, 30, 60, 300]
const workBuckets = [0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60]

/**
 * Every metric Hark exposes, by its name: unit in the suffix, `_total` on counters, labels from closed lists only.
 * Names of the last group follow OpenTelemetry's semantic conventions, still in development: they are kept here alone.
 */
export const metricDefinitions = {
  hark_ingest_posts_total: counter('Posts offered, by what became of them', 'platform', 'outcome'),
  hark_removal_seconds: histogram(
    'From word that something is gone to its removal',
    removalBuckets,
    'platform',
  ),
  hark_source_failures_total: counter('Times a source could not be read on', 'platform'),
  hark_source_last_success_timestamp_seconds: gauge(
    'When the running source of a platform that is silent longest last answered; 0 for never',
    'platform',
  ),
  hark_coverage_gap_open: gauge('Coverage gaps nobody has closed', 'platform'),
  hark_recheck_failing_seconds: gauge(
    'For how long held posts of the worst source of a platform cannot be asked after; 0 while they can',
    'platform',
  ),
  hark_recheck_overdue_posts: gauge('Held posts past the time within which they are asked after', 'platform'),
  hark_stage_pending: gauge('Posts waiting for a stage', 'stage'),
  hark_stage_oldest_pending_seconds: gauge('Age of the longest waiting post of a stage', 'stage'),
  hark_quarantine_open: gauge('Posts in quarantine nobody has looked at', 'stage'),
  hark_outbox_undispatched: gauge('Outbox rows not yet in the queue'),
  hark_reconciler_requeued_total: counter('Posts put back into the queue', 'stage'),
  hark_cases_waiting: gauge('Cases waiting for a reviewer', 'lane', 'posts'),
  hark_review_oldest_seconds: gauge(
    'Age of the oldest case waiting for a reviewer; 0 for none',
    'lane',
    'posts',
  ),
  hark_case_clocks_open: gauge(
    'Running clocks: on time, at risk (three quarters passed) or late',
    'clock',
    'state',
    'posts',
  ),
  hark_case_clock_remaining_seconds: gauge(
    'Least time left on any running clock; below 0 is late',
    'clock',
    'posts',
  ),
  hark_handoffs_open: gauge('Hand-offs a safety database has not acknowledged', 'state', 'posts'),
  hark_sign_in_failures_total: counter('Sign-ins refused for what was typed'),
  hark_reauth_failures_total: counter('Re-authentications refused at signing'),
  hark_signatures_total: counter('Signatures given', 'meaning'),
  hark_publish_attempts_total: counter('Sendings tried', 'platform', 'outcome'),
  hark_publish_unknown_open: gauge('Sendings whose outcome nobody knows'),
  hark_gate_refusals_total: counter('Sendings the gate refused', 'reason'),
  hark_kill_switch_engaged: gauge('1 while any kill switch is engaged'),
  hark_audit_staged_oldest_seconds: gauge('Age of the oldest entry not yet in the tree; 0 for none'),
  hark_audit_tree_size: gauge('Entries in the ledger tree'),
  hark_audit_checkpoint_age_seconds: gauge('Age of the newest published checkpoint'),
  hark_clock_skew_seconds: gauge('This clock minus the database clock'),

  http_server_request_duration_seconds: histogram(
    'HTTP requests served',
    requestBuckets,
    'method',
    'route',
    'status',
  ),
  messaging_process_duration_seconds: histogram('Jobs handled', workBuckets, 'queue', 'outcome'),
  messaging_client_operation_duration_seconds: histogram('Jobs enqueued', requestBuckets, 'queue'),
} as const
