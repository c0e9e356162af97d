/** The languages of the window by their tags, each by its own name. */
export const languages = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
  es: 'Español',
  zh: '中文',
} as const
export type Language = keyof typeof languages

/** A language that there is; `de-AT` counts as `de`, anything unknown as English. */
export function languageOf(tag: string): Language {
  const base = tag.toLowerCase().split('-')[0]
  return languageTags.find((known) => known === base) ?? 'en'
}

// Their keys by definition: `Object.keys` forgets the type.
export const languageTags = Object.keys(languages) as readonly Language[]
