import { useState } from 'react'
import { toast } from '@/shared/ui'
import type { ActionResults } from '../../queries'
import { AddressFields, NO_ADDRESS } from './address-fields'
import { FormDialog } from './form-dialog'
import { useReaddress } from './queries'
import { texts } from './texts'

interface ReaddressProps {
  ids: readonly string[]
  /** Told when not all is done at once. */
  onResults: (results: ActionResults) => void
  onClose: () => void
}

export function Readdress({ ids, onResults, onClose }: ReaddressProps) {
  const t = texts.use()
  const readdress = useReaddress()
  const [address, setAddress] = useState(NO_ADDRESS)
  const ready = [address.name, address.phone, address.city, address.street].every((text) => text.trim() !== '')
  return (
    <FormDialog
      title={t('readdressTitle', { count: ids.length })}
      lead={t('readdressLead')}
      verb={t('readdress')}
      ready={ready}
      reason="required"
      onSubmit={async (reason) => {
        const results = await readdress.mutateAsync({ ids: [...ids], receiver: address, reason })
        if (results.refused > 0 || results.results.some((one) => one.pending !== null)) onResults(results)
        else toast.success(t('changed'))
      }}
      onClose={onClose}
    >
      <AddressFields value={address} onChange={setAddress} />
    </FormDialog>
  )
}
