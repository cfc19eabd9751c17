import { CommandPalette, KeyHelp } from '@/shared/ui'
import { usePaletteProviders } from './palette'

/** What stands in front of the page when asked for: Ctrl-K and `?`. */
export default function Front({ show, onClose }: { show: 'palette' | 'keys'; onClose: () => void }) {
  const providers = usePaletteProviders()
  return (
    <>
      <CommandPalette open={show === 'palette'} onClose={onClose} providers={providers} />
      <KeyHelp open={show === 'keys'} onClose={onClose} />
    </>
  )
}
