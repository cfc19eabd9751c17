export interface ChartSeries {
  name: string
  values: readonly (number | null)[]
}

export interface ChartProps {
  title: string
  kind: 'line' | 'bar' | 'stacked' | 'donut'
  /** Along the axis; for a donut its parts, with one series. */
  categories: readonly string[]
  series: readonly ChartSeries[]
  height?: number
  /** How a value is said: `(value) => formatMoney(…)`. */
  format?: (value: number) => string
  /** Each figure opens its rows. */
  onPick?: (category: string, series: string) => void
}

export interface NetworkNode {
  id: string
  name: string
  /** Nodes of one group have one colour. */
  group: number
}

export interface NetworkProps {
  title: string
  nodes: readonly NetworkNode[]
  links: readonly { source: string; target: string }[]
}
