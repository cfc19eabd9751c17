import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { session } from '@/shared/api'
import { Banner, Button, Card, Chip, CopyButton, DateTime, Dialog, Loaded, toast } from '@/shared/ui'
import { FormModal } from '@/shared/ui/form'
import { secondFactorQuery, useConfirmSecondFactor, useRemoveSecondFactor, useRenewRecoveryCodes, useStartSecondFactor } from './queries'
import { texts } from './texts'

interface Started {
  secret: string
  picture: string
}

type Step = { kind: 'password' } | { kind: 'scan'; started: Started } | { kind: 'renew' } | { kind: 'remove' } | { kind: 'codes'; codes: string[] }

/** Set up a second factor, its recovery codes, and switch it off again (ORG-8). */
export function SecondFactorCard() {
  const t = texts.use()
  const factor = useQuery(secondFactorQuery)
  const [step, setStep] = useState<Step | null>(null)
  return (
    <Card title={t('factor.title')}>
      <Loaded query={factor}>
        {(now) => (
          <div className="dz-stack">
            {now.state === 'required' && <Banner tone="warning">{t('factor.requiredText')}</Banner>}
            <p>{t('factor.lead')}</p>
            <div className="dz-row">
              <Chip tone={now.state === 'on' ? 'success' : now.state === 'required' ? 'warning' : 'neutral'}>{now.state === 'required' ? t('factor.required') : now.state === 'off' ? t('factor.off') : <OnSince since={now.since} />}</Chip>
              {now.state === 'on' && <span className="dz-soft">{t('factor.left', { count: now.recovery_codes_left })}</span>}
            </div>
            <div className="dz-row">
              {now.state === 'on' ? (
                <>
                  <Button onClick={() => setStep({ kind: 'renew' })}>{t('factor.renew')}</Button>
                  <Button kind="danger" onClick={() => setStep({ kind: 'remove' })}>
                    {t('factor.remove')}
                  </Button>
                </>
              ) : (
                <Button kind="primary" onClick={() => setStep({ kind: 'password' })}>
                  {t('factor.start')}
                </Button>
              )}
            </div>
          </div>
        )}
      </Loaded>
      {step && <Steps step={step} onStep={setStep} />}
    </Card>
  )
}

function OnSince({ since }: { since: string | null }) {
  const t = texts.use()
  return (
    <span>
      {t('factor.on', { since: '' })}
      {since && <DateTime at={since} />}
    </span>
  )
}

function Steps({ step, onStep }: { step: Step; onStep: (step: Step | null) => void }) {
  const t = texts.use()
  const start = useStartSecondFactor()
  const confirm = useConfirmSecondFactor()
  const renew = useRenewRecoveryCodes()
  const remove = useRemoveSecondFactor()
  const code = { kind: 'text', name: 'code', label: t('factor.code'), required: true, autoComplete: 'one-time-code' } as const
  const close = () => onStep(null)
  if (step.kind === 'codes') return <Codes codes={step.codes} onClose={close} />
  if (step.kind === 'password') {
    return (
      <FormModal<{ password: string }>
        key="password"
        open
        title={t('factor.start')}
        verb={t('factor.start')}
        fields={[{ kind: 'password', name: 'password', label: t('factor.password'), required: true, autoComplete: 'current-password' }]}
        onSubmit={async ({ password }) => {
          const started = await start.mutateAsync(password)
          // After the form has closed itself.
          setTimeout(() => onStep({ kind: 'scan', started }))
        }}
        onClose={close}
      />
    )
  }
  if (step.kind === 'scan') {
    return (
      <FormModal<{ code: string }>
        key="scan"
        open
        title={t('factor.scan')}
        verb={t('factor.confirm')}
        lead={<Scan started={step.started} />}
        fields={[code]}
        onSubmit={async (values) => {
          const { recovery_codes: codes } = await confirm.mutateAsync(values.code)
          // What was withheld until now comes with the next token.
          await session.refresh()
          setTimeout(() => onStep({ kind: 'codes', codes }))
        }}
        onClose={close}
      />
    )
  }
  if (step.kind === 'renew') {
    return (
      <FormModal<{ code: string }>
        key="renew"
        open
        title={t('factor.renew')}
        verb={t('factor.renew')}
        fields={[code]}
        onSubmit={async (values) => {
          const { recovery_codes: codes } = await renew.mutateAsync(values.code)
          toast.success(t('factor.renewed'))
          setTimeout(() => onStep({ kind: 'codes', codes }))
        }}
        onClose={close}
      />
    )
  }
  return (
    <FormModal<{ code: string }>
      key="remove"
      open
      title={t('factor.remove')}
      verb={t('factor.remove')}
      fields={[code]}
      onSubmit={async (values) => {
        await remove.mutateAsync(values.code)
        toast.success(t('factor.removed'))
      }}
      onClose={close}
    />
  )
}

function Scan({ started }: { started: Started }) {
  const t = texts.use()
  return (
    <div className="dz-stack">
      <img src={started.picture} alt={t('factor.picture')} width={220} height={220} style={{ alignSelf: 'center', background: '#fff', borderRadius: 8 }} />
      <p>{t('factor.scanText')}</p>
      <div className="dz-row">
        <code aria-label={t('factor.secret')} style={{ wordBreak: 'break-all' }}>
          {started.secret}
        </code>
        <CopyButton text={started.secret} />
      </div>
    </div>
  )
}

/** Closes only by saying that they are stored, not by a slip of the hand. */
function Codes({ codes, onClose }: { codes: readonly string[]; onClose: () => void }) {
  const t = texts.use()
  return (
    <Dialog
      open
      title={t('factor.codesTitle')}
      foot={
        <>
          <CopyButton text={codes.join('\n')} />
          <Button kind="primary" data-focus="" onClick={onClose}>
            {t('factor.stored')}
          </Button>
        </>
      }
    >
      <div className="dz-stack">
        <Banner tone="warning">{t('factor.codesText')}</Banner>
        <ul className="dz-mono" style={{ columns: 2 }}>
          {codes.map((one) => (
            <li key={one}>{one}</li>
          ))}
        </ul>
      </div>
    </Dialog>
  )
}
