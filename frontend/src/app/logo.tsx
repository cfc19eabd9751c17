/** A shop's awning over an open door: 店. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="#1b57c2" />
      <path d="M6 12.5 8.2 7h15.6L26 12.5c0 1.7-1.3 3-2.9 3-1.3 0-2.3-.8-2.7-1.9-.4 1.1-1.4 1.9-2.7 1.9-.7 0-1.3-.3-1.7-.7-.4.4-1 .7-1.7.7-1.3 0-2.3-.8-2.7-1.9-.4 1.1-1.4 1.9-2.7 1.9-1.6 0-2.9-1.3-2.9-3Z" fill="#fff" />
      <path d="M8.5 17.4v6.1c0 .8.7 1.5 1.5 1.5h5v-5.2c0-.6.4-1 1-1h3.2c.6 0 1 .4 1 1V25H22c.8 0 1.5-.7 1.5-1.5v-6.1" fill="none" stroke="#fff" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  )
}
