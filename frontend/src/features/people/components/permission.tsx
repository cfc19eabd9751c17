import { useLanguage } from '@/shared/i18n'
import { permissionName } from '@/shared/lib/permission-names'
import { Chip } from '@/shared/ui'

/** A permission by its name; roles and the API go by its code, which the pointer shows. */
export function PermissionChip({ code }: { code: string }) {
  const language = useLanguage()
  return (
    <Chip dot={false} tone={code === '*' ? 'special' : 'neutral'} title={code}>
      {permissionName(code, language)}
    </Chip>
  )
}
