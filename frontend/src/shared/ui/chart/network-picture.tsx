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
const ROW = 26
/** Room for the names beside the columns. */
const LEFT = 150
const RIGHT = 80
const EDGE = 16
const LEAST_HEIGHT = 200
const MOST_HEIGHT = 720
/** More names than this would lie on top of each other. */
const MOST_NAMED = 28

export default function NetworkPicture({ title, nodes, links }: NetworkProps) {
  const t = common.use()
  const dark = useDark()
  const box = useRef<HTMLDivElement>(null)
  const height = Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, Math.max(...[0, 1].map((side) => nodes.filter((node) => sideOf(node) === side).length)) * ROW))
  useEffect(() => {
    const element = box.current
    if (!element) return
    const colours = dark ? COLOURS.dark : COLOURS.light
    const groups = new Map(nodes.map((node) => [node.id, node.group]))
    const chart = init(element, null, { renderer: 'svg' })
    // In the box's own pixels: echarts would stretch dots and lines that are measured otherwise.
    const draw = () =>
      chart.setOption({
        tooltip: {},
        series: [
          {
            type: 'graph',
            // Two columns: what is shared stands apart from who shares it, and no two lie on each other.
            layout: 'none',
            left: LEFT,
            right: RIGHT,
            top: EDGE,
            bottom: EDGE,
            animation: false,
            categories: colours.map((color) => ({ itemStyle: { color } })),
            data: inColumns(nodes, { width: element.clientWidth - LEFT - RIGHT, height: height - 2 * EDGE }).map(({ node, x, y, named }) => ({
              id: node.id,
              name: node.name,
              x,
              y,
              category: node.group,
              symbolSize: node.group === 0 ? 10 : 22,
              label: { show: named, position: node.group === 0 ? 'left' : 'right', color: dark ? '#e7eaf0' : '#1b2130' },
            })),
            lineStyle: { width: 1.5, opacity: 0.55 },
            links: links.map((link) => ({ ...link, lineStyle: { color: colours[groups.get(link.target) ?? 0] } })),
          },
        ],
      })
    draw()
    const watch = new ResizeObserver(() => {
      chart.resize()
      draw()
    })
    watch.observe(element)
    return () => {
      watch.disconnect()
      chart.dispose()
    }
  }, [nodes, links, dark, height])
  return <div ref={box} role="img" aria-label={t('chart.label', { title })} style={{ height }} />
}

type Node = NetworkProps['nodes'][number]

const sideOf = (node: Node): 0 | 1 => (node.group === 0 ? 0 : 1)

function inColumns(nodes: readonly Node[], room: { width: number; height: number }): { node: Node; x: number; y: number; named: boolean }[] {
  return ([0, 1] as const).flatMap((side) => {
    const column = nodes.filter((node) => sideOf(node) === side)
    // The first and the last touch the edges of the room, which is how echarts finds its measure.
    const y = (place: number) => (column.length < 2 ? room.height / 2 : (place * room.height) / (column.length - 1))
    return column.map((node, place) => ({ node, x: side * room.width, y: y(place), named: side === 1 || column.length <= MOST_NAMED }))
  })
}
