import { BarChart, LineChart, PieChart } from 'echarts/charts'
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent } from 'echarts/components'
import { type ECharts, init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { common } from '@/shared/i18n/basics'
import { useDark } from '@/shared/lib/theme'
import { chartOption } from './option'
import type { ChartProps } from './types'

register([BarChart, LineChart, PieChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, SVGRenderer])

export default function Picture(props: ChartProps) {
  const t = common.use()
  const dark = useDark()
  const box = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts | null>(null)
  const pick = useRef(props.onPick)
  useEffect(() => {
    pick.current = props.onPick
  })

  useEffect(() => {
    const element = box.current
    if (!element) return
    const drawn = init(element, null, { renderer: 'svg' })
    chart.current = drawn
    drawn.on('click', (event) => pick.current?.(String(event.name), String(event.seriesName ?? '')))
    const watch = new ResizeObserver(() => drawn.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      drawn.dispose()
      chart.current = null
    }
  }, [])

  useEffect(() => {
    chart.current?.setOption(chartOption(props, dark), { notMerge: true })
  }, [props, dark])

  return <div ref={box} role="img" aria-label={t('chart.label', { title: props.title })} style={{ height: props.height ?? 260, cursor: props.onPick ? 'pointer' : undefined }} />
}
