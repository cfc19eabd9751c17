import { useQuery } from '@tanstack/react-query'
import { DatePicker, type DatePickerProps, Input, InputNumber, Select, type SelectProps, Switch } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { common } from '@/shared/i18n/basics'
import type { Choice, FormField } from './types'

interface ControlProps {
  field: FormField<Record<string, unknown>>
  id: string
  value: unknown
  invalid: boolean
  describedBy: string | undefined
  onChange: (value: unknown) => void
}

function grouped(options: readonly Choice[]): SelectProps['options'] {
  const names = [...new Set(options.map((option) => option.group))]
  if (names.length < 2) return options.map(({ value, label }) => ({ value, label }))
  return names.map((name) => ({ label: name, options: options.filter((option) => option.group === name).map(({ value, label }) => ({ value, label })) }))
}

const WAIT_MS = 200

interface FindProps {
  field: Extract<FormField<Record<string, unknown>>, { kind: 'find' }>
  shared: SelectProps<string>
  value: string
  onChange: (value: unknown) => void
}

function Find({ field, shared, value, onChange }: FindProps) {
  const t = common.use()
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const [chosen, setChosen] = useState(field.known)
  useEffect(() => {
    const timer = setTimeout(() => setAsked(text.trim()), WAIT_MS)
    return () => clearTimeout(timer)
  }, [text])
  const { data, isError } = useQuery({ queryKey: ['find', field.name, asked], queryFn: ({ signal }) => field.find(asked, signal) })
  // What the words before had found is not offered: Enter would take it.
  const found = asked === text.trim() ? data : undefined
  const options = chosen && text === '' ? [chosen, ...(found ?? []).filter((option) => option.value !== chosen.value)] : (found ?? [])
  return (
    <Select<string>
      {...shared}
      style={{ width: '100%' }}
      value={value || undefined}
      placeholder={t('form.find')}
      labelRender={({ label, value: one }) => label ?? (one === chosen?.value ? chosen?.label : one)}
      showSearch={{ filterOption: false, onSearch: setText }}
      allowClear={!field.required}
      notFoundContent={isError ? t('search.failed') : t(found ? 'search.nothing' : 'grid.loading')}
      options={options.map((option) => ({ value: option.value, label: option.label }))}
      onChange={(next) => {
        setChosen(options.find((option) => option.value === next))
        onChange(next)
      }}
    />
  )
}

interface DayProps {
  shared: Pick<DatePickerProps, 'id' | 'disabled' | 'status'>
  text: string
  onChange: (value: unknown) => void
}

function Day({ shared, text, onChange }: DayProps) {
  const [open, setOpen] = useState(false)
  // The same object as long as it is the same day: a new one wipes what is being typed.
  const day = useMemo(() => (text ? dayjs(text) : null), [text])
  return (
    <DatePicker
      {...shared}
      style={{ width: '100%' }}
      value={day}
      open={open}
      onOpenChange={setOpen}
      // Enter takes the typed day; without this the browser would send the form with the day before.
      onKeyDown={(event) => open && event.key === 'Enter' && event.preventDefault()}
      onChange={(next: Dayjs | null) => onChange(next ? next.format('YYYY-MM-DD') : undefined)}
    />
  )
}

/** Values are text, numbers, booleans or lists of text; dates are days as text, amounts decimal text: nothing floats. */
export function Control({ field, id, value, invalid, describedBy, onChange }: ControlProps): ReactNode {
  const t = common.use()
  const shared = { id, disabled: field.disabled, 'aria-invalid': invalid, 'aria-describedby': describedBy, 'aria-required': field.required, ...(invalid ? { status: 'error' as const } : {}) }
  const text = typeof value === 'string' ? value : ''
  switch (field.kind) {
    case 'text':
      return <Input {...shared} value={text} maxLength={field.maxLength} placeholder={field.placeholder} autoComplete={field.autoComplete ?? 'off'} onChange={(event) => onChange(event.target.value)} />
    case 'password':
      return <Input.Password {...shared} value={text} autoComplete={field.autoComplete ?? 'new-password'} onChange={(event) => onChange(event.target.value)} />
    case 'textarea':
      return <Input.TextArea {...shared} value={text} maxLength={field.maxLength} rows={field.rows ?? 3} onChange={(event) => onChange(event.target.value)} />
    case 'number':
      return (
        <InputNumber<string>
          {...shared}
          stringMode
          style={{ width: '100%' }}
          value={value === undefined || value === null ? null : String(value)}
          min={field.min === undefined ? undefined : String(field.min)}
          max={field.max === undefined ? undefined : String(field.max)}
          precision={field.decimals ?? 0}
          suffix={field.unit}
          onChange={(next) => onChange(next === null ? undefined : field.decimals ? next : Number(next))}
        />
      )
    case 'money':
      return <Input {...shared} value={text} inputMode="decimal" prefix={field.currency ?? 'CNY'} style={{ fontVariantNumeric: 'tabular-nums' }} onChange={(event) => onChange(event.target.value.trim())} />
    case 'select':
      return <Select<string> {...shared} style={{ width: '100%' }} value={text || undefined} placeholder={t('form.choose')} showSearch={{ optionFilterProp: 'label' }} allowClear={!field.required} options={grouped(field.options)} onChange={(next) => onChange(next)} />
    case 'multi':
      return <Select<string[]> {...shared} mode="multiple" style={{ width: '100%' }} value={Array.isArray(value) ? (value as string[]) : []} placeholder={t('form.choose')} showSearch={{ optionFilterProp: 'label' }} options={grouped(field.options)} onChange={(next) => onChange(next)} />
    case 'find':
      return <Find field={field} shared={shared} value={text} onChange={onChange} />
    case 'switch':
      return <Switch id={id} disabled={field.disabled ?? false} checked={value === true} aria-describedby={describedBy} onChange={(next) => onChange(next)} />
    case 'date':
      return <Day shared={shared} text={text} onChange={onChange} />
  }
}
