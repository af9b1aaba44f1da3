import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { metricDefinitions } from './metric-definitions.ts'

type Definitions = typeof metricDefinitions
type MetricName = keyof Definitions
type Labels<N extends MetricName> = { [L in Definitions[N]['labels'][number]]: string }
type Shown<N extends MetricName> = Definitions[N]['labels'] extends readonly [] ? [] : [labels: Labels<N>]

/** Counters add, gauges are set, histograms observe: which one a name is stands in `metricDefinitions`. */
export type Metrics = {
  readonly registry: Registry
  add<N extends MetricName>(name: N, amount: number, ...labels: Shown<N>): void
  set<N extends MetricName>(name: N, value: number, ...labels: Shown<N>): void
  observe<N extends MetricName>(name: N, value: number, ...labels: Shown<N>): void
  /** Forgets all values of a gauge before it is filled anew: a stage that went away must not stay at its last value. */
  reset(name: MetricName): void
}

/** Beyond this many values of one label (the api has 76 routes) further ones are counted as `other`: strangers must not grow the registry. */
const mostLabelValues = 200

/** All metrics of one process in a registry of its own (prom-client's global one would join tests to each other). */
export function createMetrics(service: string): Metrics {
  const registry = new Registry()
  registry.setDefaultLabels({ service })
  collectDefaultMetrics({ register: registry })
  const metrics = new Map<MetricName, Counter | Gauge | Histogram>()
  for (const name of Object.keys(metricDefinitions) as MetricName[]) metrics.set(name, build(name, registry))
  const bound = boundLabels()

  return {
    registry,
    add: (name, amount, ...[labels]) => {
      const metric = metrics.get(name)
      if (!(metric instanceof Counter)) throw new TypeError(`${name} is not a counter`)
      metric.inc(bound(name, labels), amount)
    },
    set: (name, value, ...[labels]) => {
      const metric = metrics.get(name)
      if (!(metric instanceof Gauge)) throw new TypeError(`${name} is not a gauge`)
      metric.set(bound(name, labels), value)
    },
    observe: (name, value, ...[labels]) => {
      const metric = metrics.get(name)
      if (!(metric instanceof Histogram)) throw new TypeError(`${name} is not a histogram`)
      metric.observe(bound(name, labels), value)
    },
    reset: (name) => metrics.get(name)?.reset(),
  }
}

function build(name: MetricName, registry: Registry): Counter | Gauge | Histogram {
  const { kind, help, labels, ...rest } = metricDefinitions[name]
  const common = { name, help, labelNames: [...labels], registers: [registry] }
  if (kind === 'counter') return new Counter(common)
  if (kind === 'gauge') return labels.length === 0 ? unset(new Gauge(common)) : new Gauge(common)
  return new Histogram({ ...common, ...('buckets' in rest ? { buckets: [...rest.buckets] } : {}) })
}

/** Without labels it would begin at 0, and every service would say that the kill switch, which it never looks at, is not engaged. */
function unset(gauge: Gauge): Gauge {
  gauge.remove()
  return gauge
}

function boundLabels() {
  const seen = new Map<string, Set<string>>()
  return (name: MetricName, labels: Record<string, string> = {}): Record<string, string> =>
    Object.fromEntries(
      Object.entries(labels).map(([label, value]) => {
        const key = `${name} ${label}`
        const values = seen.get(key) ?? new Set()
        seen.set(key, values)
        if (values.size < mostLabelValues) values.add(value)
        return [label, values.has(value) ? value : 'other']
      }),
    )
}
