import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import * as vi from './vi/index.ts'

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'app'
    resources: typeof vi
    returnNull: false
  }
}

export type Language = 'vi' | 'en'

const remembered = 'hocba.language'

/** Vietnamese comes with the page; English is fetched when somebody asks for it. */
export async function startText(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: 'vi',
    resources: { vi },
    defaultNS: 'app',
    interpolation: { escapeValue: false }, // React escapes
  })
  if (localStorage.getItem(remembered) === 'en') await speak('en')
}

export async function speak(language: Language): Promise<void> {
  if (language === 'en') await loadEnglish()
  await i18next.changeLanguage(language)
  document.documentElement.lang = language
  localStorage.setItem(remembered, language)
}

async function loadEnglish(): Promise<void> {
  if (i18next.hasResourceBundle('en', 'app')) return
  const en = await import('./en/index.ts')
  for (const [namespace, texts] of Object.entries(en)) i18next.addResourceBundle('en', namespace, texts)
}
