import { useQuery } from '@tanstack/react-query'
import { useCan } from '@/shared/api'
import { Banner, Button, Chip, DateTime, Dialog, Facts, Loaded, toast } from '@/shared/ui'
import { RefreshIcon } from '@/shared/ui/icons'
import { type InboundOut, messageQuery, useReprocess } from '../queries'
import { texts } from '../texts'
import { InboundState } from './chips'
import { useShops } from './shops'
import { useWords } from './words'

/** One message: what was in it, and why a part of it was refused. */
export function InboundDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const t = texts.use()
  const can = useCan()
  const query = useQuery(messageQuery(id))
  const reprocess = useReprocess()
  const mayAgain = can('channels.inbound_messages.reprocess') && query.data?.has_payload && query.data.state !== 'waiting'
  const again = async () => {
    const { good, refusal } = await reprocess.mutateAsync({ ids: [id], tell: () => undefined })
    if (good > 0) toast.success(t('inbound.again', { count: good }))
    else toast.warning(t('inbound.notAgain', { count: 1, reason: refusal }))
  }
  return (
    <Dialog
      open
      title={t('inbound.one')}
      width={820}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{t('close')}</Button>
          {mayAgain && (
            <Button
              kind="primary"
              icon={RefreshIcon}
              busy={reprocess.isPending}
              onClick={() => void again()}
            >
              {t('inbound.reprocess')}
            </Button>
          )}
        </>
      }
    >
      <Loaded query={query}>{(message) => <Message message={message} />}</Loaded>
    </Dialog>
  )
}

function Message({ message }: { message: InboundOut }) {
  const t = texts.use()
  const words = useWords()
  const { nameOf } = useShops()
  return (
    <div className="dz-stack">
      <Facts
        items={[
          [t('shop'), nameOf(message.shop_id)],
          [t('state'), <InboundState key="state" state={message.state} />],
          [t('inbound.way'), t(message.way === 'webhook' ? 'inbound.byWebhook' : 'inbound.byApi')],
          [t('inbound.topic'), message.topic || '–'],
          [t('inbound.received'), <DateTime key="at" at={message.received_at} form="second" />],
          [t('inbound.processed'), <DateTime key="done" at={message.processed_at} form="second" />],
          [t('attempts'), message.attempts],
          [t('inbound.delivery'), <code key="delivery" style={{ overflowWrap: 'anywhere' }}>{message.delivery_id}</code>],
        ]}
      />
      {message.error && <Banner tone="danger">{message.error}</Banner>}
      {!message.has_payload && <Banner tone="info">{t('inbound.payloadGone')}</Banner>}
      {message.results.length > 0 && (
        <div className="dz-table-wrap">
          <table className="dz-table">
            <thead>
              <tr>
                <th scope="col">{t('platformNo')}</th>
                <th scope="col">{t('imports.outcome')}</th>
                <th scope="col">{t('reason')}</th>
              </tr>
            </thead>
            <tbody>
              {message.results.map((result, index) => (
                // oxlint-disable-next-line react/no-array-index-key -- the parts of a payload have no other name; they never move
                <tr key={index}>
                  <td className="dz-mono">{result.platform_order_no || '–'}</td>
                  <td>
                    <Chip tone={result.outcome === 'sent' ? 'success' : 'danger'}>{t(result.outcome === 'sent' ? 'inbound.sentOn' : 'inbound.refusedPart')}</Chip>
                  </td>
                  <td>
                    {words.codes(result.reasons)} <span className="dz-soft">{result.detail}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  )
}
