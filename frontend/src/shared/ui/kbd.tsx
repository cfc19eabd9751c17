export function Kbd({ children }: { children: string }) {
  return <kbd className="dz-kbd">{children}</kbd>
}
