import { ConfigProvider, theme } from 'antd'
import enUS from 'antd/es/locale/en_US'
import zhCN from 'antd/es/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { type ReactNode, useEffect } from 'react'
import { useLanguage } from '@/shared/i18n'
import { useDark } from '@/shared/lib/theme'

/**
 * antd in our colours and language. Wraps only what uses antd. `popups` says where its lists open: inside the dialog, since
 * the page below an open dialog is inert. Contrast is checked against WCAG AA in both themes.
 */
export function AntdTheme({ popups, children }: { popups: () => HTMLElement; children: ReactNode }) {
  const dark = useDark()
  const language = useLanguage()
  dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en')
  useEffect(() => {
    dayjs.locale(language === 'zh-CN' ? 'zh-cn' : 'en')
  }, [language])
  return (
    <ConfigProvider
      locale={language === 'zh-CN' ? zhCN : enUS}
      getPopupContainer={popups}
      button={{ autoInsertSpace: false }}
      theme={{
        algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
        token: {
          fontFamily: 'inherit',
          fontSize: 14,
          borderRadius: 6,
          colorPrimary: dark ? '#5b93f5' : '#1b57c2',
          colorLink: dark ? '#86b1ff' : '#1b57c2',
          colorText: dark ? '#e7eaf0' : '#1b2130',
          colorTextDescription: dark ? '#a8b1c0' : '#545d6e',
          colorTextPlaceholder: dark ? '#a8b1c0' : '#626b7b',
          colorError: dark ? '#ff9a92' : '#b3261e',
          colorBorder: dark ? '#78828f' : '#878f9d',
          colorBgContainer: dark ? '#1a1e25' : '#ffffff',
          colorBgElevated: dark ? '#222831' : '#ffffff',
          motionDurationMid: '0.1s',
          motionDurationSlow: '0.15s',
        },
      }}
    >
      {children}
    </ConfigProvider>
  )
}
