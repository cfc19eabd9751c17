import { useId } from 'react'
import { Banner, CopyButton, Dialog } from '@/shared/ui'
import type { ShopOut } from '../queries'
import { texts } from '../texts'
import { usePlatforms } from './platforms'
import { useWords } from './words'

/** Where the platform must send, and what it must sign with. */
export function WebhookAddress({ shop, onClose }: { shop: ShopOut; onClose: () => void }) {
  const t = texts.use()
  const words = useWords()
  const id = useId()
  const address = usePlatforms().webhookAddress(shop.platform, shop.id) ?? ''
  return (
    <Dialog open title={t('shops.addressTitle', { name: shop.name })} width={720} onClose={onClose}>
      <div className="dz-stack">
        <div>{t('shops.addressText', { platform: words.platform(shop.platform) })}</div>
        <div className="dz-field">
          <label htmlFor={id}>{t('shops.address')}</label>
          <div className="dz-row" style={{ flexWrap: 'nowrap' }}>
            <input id={id} className="dz-input dz-mono" readOnly value={address} onFocus={(event) => event.target.select()} />
            <CopyButton text={address} />
          </div>
        </div>
        <div className="dz-soft">{t(shop.platform === 'shopify' ? 'shops.topicsShopify' : 'shops.topicsWoo')}</div>
        {!shop.credential_names.includes('webhook_secret') && <Banner tone="warning">{t('shops.secretMissing')}</Banner>}
      </div>
    </Dialog>
  )
}
