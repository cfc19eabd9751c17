import type { Shape } from '@/shared/i18n'
import type zh from './texts.zh'

const en: Shape<typeof zh> = {
  services: { catalog: 'Catalog', channels: 'Channels', orders: 'Orders', people: 'People', warehouse: 'Warehouse' },
  title: 'Dead letters',
  lead: 'Messages between services that could not be handled. None is lost: replay once the cause is gone, or drop what is not needed',
  service: 'Service',
  state: 'State',
  states: { waiting: 'Waiting', replayed: 'Replayed', dropped: 'Dropped' },
  consumer: 'Handled by',
  subject: 'Message',
  error: 'Why',
  attempts: 'Tries',
  at: 'When',
  decided: 'Decided by',
  payload: 'Content',
  empty: 'No dead letters',
  emptyAdvice: 'Every message was handled. New ones appear by themselves.',
  replay: 'Replay',
  drop: 'Drop',
  replayTitle: 'Replay this message?',
  replayText: 'It is handled once more, now; if that fails again you are told why, and the message stays here.',
  replayed: 'Replayed',
  dropTitle: 'Drop this message?',
  dropText: 'It will not be handled. Its content is kept under "Dropped", and the audit trail names you.',
  dropped: 'Dropped',

  copy: 'Copy the content',
  copied: 'Copied',

  partly: '{{service}} cannot be read just now',
  audit: {
    title: 'Audit trail',
    lead: 'Who changed what, when and why; only ever added to (SYS-2)',
    who: 'Who',
    action: 'Action',
    noun: 'What',
    noun_id: 'Id',
    reason: 'Why',
    before: 'Before',
    after: 'After',
    request: 'Request',
    search: 'Id of the record',
    empty: 'Nothing is recorded',
    detail: 'What was changed',
  },
}
export default en
