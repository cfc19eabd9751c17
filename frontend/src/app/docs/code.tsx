import { CopyButton } from '@/shared/ui/copy-button'

export function Code({ label, text }: { label: string; text: string }) {
  return (
    <div className="docs-code">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by keyboard */}
      <pre tabIndex={0} role="region" aria-label={label}>
        {text}
      </pre>
      <CopyButton size="small" text={text} />
    </div>
  )
}
