import { GraphChart } from 'echarts/charts'
import { AriaComponent, TooltipComponent } from 'echarts/components'
import { init, use as register } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'
import { useEffect, useRef } from 'react'
import { common } from '@/shared/i18n/basics'
import { useDark } from '@/shared/lib/theme'
import type { NetworkProps } from './types'

register([GraphChart, AriaComponent, TooltipComponent, SVGRenderer])

const COLOURS = { light: ['#5f6b7d', '#c8475d', '#9a5bd0', '#2a6fdb'], dark: ['#9aa6b8', '#f08a9c', '#c79bf2', '#74a7ff'] }
const HEIGHT = 360

export default function NetworkPicture({ title, nodes, links }: NetworkProps) {
  const t = common.use()
  const dark = useDark()
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = box.current
    if (!element) return
    const colours = dark ? COLOURS.dark : COLOURS.light
    const chart = init(element, null, { renderer: 'svg' })
    chart.setOption({
      tooltip: {},
      series: [
        {
          type: 'graph',
          layout: 'force',
          roam: true,
          animation: false,
          force: { repulsion: 160, edgeLength: 70 },
          categories: colours.map((color) => ({ itemStyle: { color } })),
          data: nodes.map((node) => ({ id: node.id, name: node.name, category: node.group, symbolSize: node.group === 0 ? 12 : 24, label: { show: node.group > 0, position: 'right', color: dark ? '#e7eaf0' : '#1b2130' } })),
          links: links.map((link) => ({ ...link })),
        },
      ],
    })
    const watch = new ResizeObserver(() => chart.resize())
    watch.observe(element)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [nodes, links, dark])
  return <div ref={box} role="img" aria-label={t('chart.label', { title })} style={{ height: HEIGHT }} />
}
