import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, CDPSession, Page } from 'playwright'
import type { z } from 'zod'
import { type Paints, paints } from './paints'

export const viewport = { width: 1280, height: 800 }

/** One window of the program in the browser, with the probe inside. */
export interface WindowPage {
  readonly page: Page
  readonly protocol: CDPSession
  /** Keys and pictures since this was asked last. */
  take(): Promise<Paints>
  close(): Promise<void>
}

export async function openWindow(browser: Browser): Promise<WindowPage> {
  const context = await browser.newContext({ viewport })
  await context.addInitScript(await probeScript())
  const page = await context.newPage()
  return {
    page,
    protocol: await context.newCDPSession(page),
    take: async () => paints.parse(await page.evaluate('singletProbe.take()')),
    close: () => context.close(),
  }
}

/** The built probe as a script: a module without exports still says so, which no script may. */
async function probeScript(): Promise<string> {
  const built = await readFile(join(import.meta.dirname, 'bench-page.js'), 'utf8')
  return `{${built.replace(/^export \{\s*\};?$/m, '')}}`
}

/** Calls the probe inside of the page and believes nothing of its answer. */
export async function ask<T>(page: Page, call: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await page.evaluate(`singletProbe.${call}`))
}
