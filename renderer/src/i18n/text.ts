import { createI18n } from 'vue-i18n'
import { en } from './en'
import { type Language, languageOf } from './languages'

type Paths<T> = T extends string
  ? never
  : { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Paths<T[K]>}` }[keyof T & string]

/** Every sentence of the window by its path in the files of `en/`. */
export type MessageKey = Paths<typeof en>

/** The words of another language; what is missing is said in English. */
export type Translation = Partial<{ [Area in keyof typeof en]: PartialWords<(typeof en)[Area]> }>
type PartialWords<T> = {
  readonly [K in keyof T]?: T[K] extends string ? string : PartialWords<T[K]>
}

/** Words as the library takes them, whatever the language. */
interface Words {
  [key: string]: string | Words
}

const messages: Record<string, Words> = { en }
export const i18n = createI18n({
  legacy: false,
  locale: 'en',
  fallbackLocale: 'en',
  missingWarn: false,
  fallbackWarn: false,
  messages,
})

/** Each language is loaded when it is first chosen. */
const translations: Record<Exclude<Language, 'en'>, () => Promise<Words>> = {
  de: async () => (await import('./de')).de,
  fr: async () => (await import('./fr')).fr,
  es: async () => (await import('./es')).es,
  zh: async () => (await import('./zh')).zh,
}

let wanted: Language = 'en'

/** Speaks a language from now on: words, numbers, dates, and what screen readers take it for. */
export async function useLanguage(tag: string): Promise<void> {
  const language = languageOf(tag)
  wanted = language
  if (language !== 'en') i18n.global.setLocaleMessage(language, await translations[language]())
  // Another choice may have come while this one was loading.
  if (wanted !== language) return
  i18n.global.locale.value = language
  document.documentElement.lang = language
}

export type Params = Readonly<Record<string, string | number>>

/** The sentence of a key; a parameter `n` also chooses between its singular and plural. */
export function t(key: MessageKey, params: Params = {}): string {
  const count = params['n']
  const named = { ...params }
  if (typeof count === 'number') {
    return i18n.global.t(key, { ...named, n: number(count) }, count)
  }
  return i18n.global.t(key, named)
}

/** A number in the reader's way of writing: `1,204`. */
export function number(value: number, digits = 0): string {
  return new Intl.NumberFormat(i18n.global.locale.value, {
    maximumFractionDigits: digits,
    minimumFractionDigits: digits,
  }).format(value)
}

/** A share as `87 %`. */
export function percent(share: number, digits = 0): string {
  return `${number(share * 100, digits)} %`
}

/** Seconds as a person says them: `12 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 10) return `${minutes} min ${whole % 60} s`
  if (minutes < 60) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** When something was: a time today, else a date. */
export function when(at: number, now: Date = new Date()): string {
  const date = new Date(at)
  const today = date.toDateString() === now.toDateString()
  return new Intl.DateTimeFormat(i18n.global.locale.value, {
    ...(today ? { timeStyle: 'short' } : { dateStyle: 'medium' }),
  }).format(date)
}

/** Bytes as `13.1 MB`. */
export function bytes(value: number): string {
  if (value < 1e6) return `${number(value / 1e3)} kB`
  return value < 1e9 ? `${number(value / 1e6, 1)} MB` : `${number(value / 1e9, 1)} GB`
}
