import { useCallback, useEffect, useRef } from 'react'

/** Long work can be left: whether whoever began it is still on the page when it ends. */
export function useStillHere(): () => boolean {
  const here = useRef(true)
  useEffect(() => {
    here.current = true
    return () => {
      here.current = false
    }
  }, [])
  return useCallback(() => here.current, [])
}
