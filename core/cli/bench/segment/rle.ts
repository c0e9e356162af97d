import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { z } from 'zod'
import { Failure } from '../../../contract/failures'
import type { Bitmap, Rle } from '../../../kernel/mask/bitmap'
import { decodeRle, encodeRle } from '../../../kernel/mask/rle'
import { type Measure, measureOf } from '../measure'
import program from './rle-python.py?raw'

const [width, height] = [640, 480]
/** What Python draws too. */
const usualCount = 1000
const patience = 120_000

const turn = z.object({ name: z.string(), ms: z.number() })
type Turn = z.infer<typeof turn>

const run = promisify(execFile)

/**
 * Milliseconds to encode and to decode 1,000 masks of 640 x 480, ours and, where this Python has
 * pycocotools, theirs on the same ellipses, taking turns. Throws INTERNAL when Python ends badly.
 */
export async function measureRle(
  turns: number,
  python: string | null,
  count = usualCount,
): Promise<Measure[]> {
  const bitmaps = Array.from({ length: count }, (_, i) => ellipse(i))
  const rival = python !== null && (await hasPycocotools(python)) ? python : null
  const found: Turn[] = []
  for (let i = 0; i < turns; i++) {
    found.push(...ownTurn(bitmaps))
    if (rival !== null) found.push(...(await pythonTurn(rival)))
  }
  const names = [...new Set(found.map(({ name }) => name))]
  return names.map((name) =>
    measureOf(
      name,
      found.flatMap((one) => (one.name === name ? [one.ms] : [])),
    ),
  )
}

function ownTurn(bitmaps: readonly Bitmap[]): Turn[] {
  const start = performance.now()
  const rles: Rle[] = bitmaps.map(encodeRle)
  const between = performance.now()
  let inside = 0
  for (const rle of rles) inside += decodeRle(rle).data[0] ?? 0
  if (inside > 0) throw new Failure('INTERNAL', 'A mask changed on its way.')
  return [
    { name: `encode ${bitmaps.length} masks`, ms: between - start },
    { name: `decode ${bitmaps.length} masks`, ms: performance.now() - between },
  ]
}

/** The same ellipse as in rle-python.py. */
function ellipse(i: number): Bitmap {
  const [cx, cy, rx, ry] = [100 + (i % 400), 80 + (i % 300), 20 + (i % 90), 20 + ((7 * i) % 55)]
  const data = new Uint8Array(width * height)
  for (let y = cy - ry; y <= cy + ry; y++) {
    for (let x = cx - rx; x <= cx + rx; x++) {
      const isOn = x >= 0 && y >= 0 && x < width && y < height
      if (isOn && ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1) data[y * width + x] = 1
    }
  }
  return { width, height, data }
}

async function hasPycocotools(python: string): Promise<boolean> {
  return run(python, ['-c', 'import numpy, pycocotools.mask']).then(
    () => true,
    () => false,
  )
}

async function pythonTurn(python: string): Promise<Turn[]> {
  try {
    const { stdout } = await run(python, ['-c', program], { timeout: patience })
    const lines = stdout.split('\n').filter(Boolean)
    return lines.map((line) => turn.parse(JSON.parse(line)))
  } catch (cause) {
    const said = cause instanceof Error ? (cause.message.trim().split('\n').at(-1) ?? '') : ''
    throw new Failure('INTERNAL', `pycocotools' turn ended badly: ${said}`, { cause })
  }
}
