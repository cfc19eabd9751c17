import type { EChartsCoreOption } from 'echarts/core'
import type { ChartProps } from './types'

/** Told apart also by those who see no red or green; first colours first. */
const COLOURS = { light: ['#2a6fdb', '#e08a1e', '#1f9d77', '#9a5bd0', '#c8475d', '#5f6b7d', '#3aa6c9'], dark: ['#74a7ff', '#f2b35e', '#54cfa6', '#c79bf2', '#f08a9c', '#9aa6b8', '#74d0ec'] }

function style(dark: boolean) {
  return {
    text: dark ? '#a8b1c0' : '#545d6e',
    line: dark ? '#2c333e' : '#e2e5ea',
    surface: dark ? '#222831' : '#ffffff',
    strong: dark ? '#e7eaf0' : '#1b2130',
    colours: dark ? COLOURS.dark : COLOURS.light,
  }
}

function donut({ categories, series, format = String }: ChartProps, look: ReturnType<typeof style>): EChartsCoreOption {
  const values = series[0]?.values ?? []
  return {
    series: [
      {
        name: series[0]?.name ?? '',
        type: 'pie',
        radius: ['52%', '76%'],
        center: ['50%', '44%'],
        itemStyle: { borderColor: look.surface, borderWidth: 2 },
        label: { show: false },
        data: categories.map((name, index) => ({ name, value: values[index] ?? 0 })),
      },
    ],
    tooltip: { trigger: 'item', valueFormatter: (value: unknown) => format(Number(value)) },
  }
}

function axes({ kind, categories, series, format = String }: ChartProps, look: ReturnType<typeof style>): EChartsCoreOption {
  // Things are counted in ones: no line at 0.2 orders.
  const whole = series.every((one) => one.values.every((value) => value === null || Number.isInteger(value)))
  return {
    grid: { left: 4, right: 12, top: 16, bottom: series.length > 1 ? 32 : 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: {
      type: 'category',
      data: [...categories],
      boundaryGap: kind !== 'line',
      axisLine: { lineStyle: { color: look.line } },
      axisTick: { show: false },
      axisLabel: { color: look.text, hideOverlap: true },
    },
    yAxis: { type: 'value', ...(whole ? { minInterval: 1 } : {}), splitLine: { lineStyle: { color: look.line } }, axisLabel: { color: look.text, formatter: (value: number) => format(value) } },
    tooltip: { trigger: 'axis', valueFormatter: (value: unknown) => (value === null || value === undefined ? '–' : format(Number(value))) },
    series: series.map((one) => ({
      name: one.name,
      type: kind === 'line' ? 'line' : 'bar',
      data: [...one.values],
      ...(kind === 'line' ? { showSymbol: false, smooth: 0.2, lineStyle: { width: 2 }, areaStyle: series.length === 1 ? { opacity: 0.1 } : undefined } : { barMaxWidth: 28, itemStyle: { borderRadius: kind === 'bar' ? [3, 3, 0, 0] : 0 } }),
      ...(kind === 'stacked' ? { stack: 'all' } : {}),
    })),
  }
}

export function chartOption(props: ChartProps, dark: boolean): EChartsCoreOption {
  const look = style(dark)
  const own = props.kind === 'donut' ? donut(props, look) : axes(props, look)
  return {
    ...own,
    color: look.colours,
    aria: { enabled: true },
    animationDuration: 250,
    textStyle: { fontFamily: 'inherit' },
    legend: { show: props.kind === 'donut' || props.series.length > 1, bottom: 0, icon: 'circle', itemWidth: 8, itemHeight: 8, textStyle: { color: look.text } },
    tooltip: { ...(own.tooltip as object), backgroundColor: look.surface, borderColor: look.line, textStyle: { color: look.strong }, confine: true },
  }
}
