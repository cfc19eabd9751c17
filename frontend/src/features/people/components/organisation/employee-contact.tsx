import { useState } from 'react'
import { useCan } from '@/shared/api'
import { Button, Card, ConfirmAction, Facts } from '@/shared/ui'
import { type EmployeeFile, revealContact } from './queries'
import { texts } from '../../organisation-texts'

/** Masked, until somebody says why they need it in full. */
export function EmployeeContact({ employee }: { employee: EmployeeFile }) {
  const t = texts.use()
  const can = useCan()
  const [asking, setAsking] = useState(false)
  const [shown, setShown] = useState<EmployeeFile['contact'] | null>(null)
  const contact = shown ?? employee.contact
  return (
    <Card
      title={t('employees.tabs.contact')}
      extra={
        can('people.employees.reveal') &&
        !shown && (
          <Button size="small" onClick={() => setAsking(true)}>
            {t('employees.reveal')}
          </Button>
        )
      }
    >
      <Facts
        items={[
          [t('employees.phone'), contact.phone || null],
          [t('employees.email'), contact.email || null],
          [t('employees.idCard'), contact.id_card || null],
          [t('employees.address'), contact.address || null],
          [t('employees.emergency'), contact.emergency_contact || null],
        ]}
      />
      <ConfirmAction open={asking} title={t('employees.revealTitle', { name: employee.name })} verb={t('employees.reveal')} reason="required" onConfirm={async (reason) => setShown(await revealContact(employee.id, reason))} onClose={() => setAsking(false)}>
        {t('employees.revealText')}
      </ConfirmAction>
    </Card>
  )
}
