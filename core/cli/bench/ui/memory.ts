import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright'
import { z } from 'zod'
import { type Measure, measureOf } from '../measure'
import type { WindowPage } from './window-page'

const metrics = z.object({ metrics: z.array(z.object({ name: z.string(), value: z.number() })) })
const processes = z.object({
  processInfo: z.array(z.object({ type: z.string(), id: z.number(), cpuTime: z.number() })),
})
const MB = 2 ** 20

/** What the page holds: its own objects, and all that its process has to itself. */
export async function measureMemory(
  browser: Browser,
  window: WindowPage,
  page = 'the page',
): Promise<Measure[]> {
  await window.protocol.send('HeapProfiler.collectGarbage')
  await window.protocol.send('Performance.enable')
  const { metrics: found } = metrics.parse(await window.protocol.send('Performance.getMetrics'))
  const heap = found.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0
  const own = await privateOf(browser)
  return [
    measureOf(`memory of ${page}: objects`, [heap / MB], 'MB'),
    measureOf(`memory of ${page}: its process`, own === null ? [] : [own], 'MB'),
  ]
}

/** Megabytes that the busiest page's process shares with nobody; Linux only. */
async function privateOf(browser: Browser): Promise<number | null> {
  const protocol = await browser.newBrowserCDPSession()
  try {
    const { processInfo } = processes.parse(await protocol.send('SystemInfo.getProcessInfo'))
    const pages = processInfo.filter(({ type }) => type === 'renderer')
    const [busiest] = pages.sort((a, b) => b.cpuTime - a.cpuTime)
    const text = await readFile(`/proc/${busiest?.id ?? 0}/smaps_rollup`, 'utf8').catch(() => null)
    if (text === null) return null
    const kilobytes = [...text.matchAll(/^Private_\w+:\s+(\d+)/gm)].map(([, n]) => Number(n))
    return kilobytes.reduce((sum, n) => sum + n, 0) / 1024
  } finally {
    await protocol.detach()
  }
}
