import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright'
import { type Measure, measureOf } from '../measure'

const KB = 1024

/** Everything that was built for the window, whether anybody ever opens it or not. */
export async function measureBundle(): Promise<Measure[]> {
  const folder = join(import.meta.dirname, '../renderer/assets')
  const names = await readdir(folder)
  const sizeOf = async (pattern: RegExp) => {
    const sizes = await Promise.all(
      names.filter((name) => pattern.test(name)).map((name) => stat(join(folder, name))),
    )
    return sizes.reduce((sum, { size }) => sum + size, 0) / KB
  }
  return [
    measureOf('bundle: scripts', [await sizeOf(/\.js$/)], 'KB'),
    measureOf('bundle: styles', [await sizeOf(/\.css$/)], 'KB'),
    measureOf('bundle: all files', [await sizeOf(/./)], 'KB'),
  ]
}

/** Counts what a page asks for from now on. */
export function countRequests(page: Page) {
  const asked: { type: string; url: string }[] = []
  page.on('request', (request) => {
    asked.push({ type: request.resourceType(), url: request.url() })
  })
  return async (): Promise<Measure[]> => {
    const code = asked.filter(({ type }) => ['script', 'stylesheet', 'font'].includes(type))
    const bytes = await Promise.all(code.map(({ url }) => bytesOf(url)))
    const sum = (of: (one: { raw: number; packed: number }) => number) =>
      bytes.reduce((total, one) => total + of(one), 0) / KB
    return [
      measureOf('requests before the first picture', [asked.length], 'requests'),
      measureOf('code before the first picture', [sum(({ raw }) => raw)], 'KB'),
      measureOf('code before the first picture, packed', [sum(({ packed }) => packed)], 'KB'),
    ]
  }
}

async function bytesOf(url: string): Promise<{ raw: number; packed: number }> {
  const { pathname } = new URL(url)
  const file = join(import.meta.dirname, '../renderer', pathname)
  const data = await readFile(file).catch(() => Buffer.alloc(0))
  return { raw: data.length, packed: data.length === 0 ? 0 : gzipSync(data).length }
}
