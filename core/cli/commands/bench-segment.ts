import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { usualOptions } from '../../segmentation/everything/options'
import { basicSegmenter, openSegmenter } from '../../segmentation/open-segmenter'
import { openSam } from '../../segmentation/sam/open-sam'
import type { Segmenter } from '../../segmentation/segmenter'
import { type Measure, measureOf } from '../bench/measure'
import { Scratch } from '../bench/scratch'
import { clickTimes } from '../bench/segment/clicks'
import { everythingFigures } from '../bench/segment/everything'
import { segmentQuality } from '../bench/segment/quality'
import { type OutlinedPicture, readOutlined } from '../bench/segment/quality-data'
import { measureRle } from '../bench/segment/rle'
import { summariseEverything, summariseQuality } from '../bench/segment/summaries'
import { makeTimingSam } from '../bench/segment/timing-sam'
import { atMost, type Targets, tellMeasure, tellSummary } from '../bench/targets'
import { parseFraction, parseInteger, subcommand } from '../command'
import { withHost } from '../host-session'
import type { Output } from '../output'

const parts = ['clicks', 'everything', 'quality', 'rle'] as const
type Part = (typeof parts)[number]

interface Arguments {
  data: string
  segmenter: string[]
  part: Part[]
  every: number
  pictures: number
  clicks: number
  least: number
  grid?: number
  turns: number
  python: string
}

/** A decoder of MobileSAM's size with random weights: it is timed, and says nothing. */
const timing = 'timing'

const targets: Targets = {
  'click to mask, basic': atMost('p95', 100),
  'click to mask, timing': atMost('p95', 100),
}

/** How quickly clicks become masks, how good they are, and what everything mode finds. */
export function addBenchSegment(bench: Command, output: Output): void {
  subcommand(bench, 'segment', 'clicks to masks, their quality, and everything in a picture')
    .requiredOption('--data <path>', 'photographs in images/, their polygons in instances.json')
    .option(
      '--segmenter <id...>',
      "what is measured; timing: a decoder of MobileSAM's size with random weights",
      [basicSegmenter, timing],
    )
    .addOption(
      new Option('--part <name...>', 'what is measured').choices(parts).default([...parts]),
    )
    .option(
      '--every <number>',
      'only every so many-th picture: 4 leaves coco128 what Basic was not taught',
      parseInteger,
      1,
    )
    .option('--pictures <number>', 'the first so many', parseInteger, Infinity)
    .option('--clicks <number>', 'on each of at most 20 pictures', parseInteger, 20)
    .option('--least <share>', 'of a picture that an object covers', parseFraction, 0.01)
    .option('--grid <number>', 'points along each side in everything mode', parseInteger)
    .option('--turns <number>', 'how often 1,000 masks are coded', parseInteger, 5)
    .option('--python <program>', 'the Python that is asked for pycocotools', 'python3')
    .action((options: Arguments) => benchSegment(options, output))
}

async function benchSegment(options: Arguments, output: Output): Promise<void> {
  const all = await readOutlined(resolve(options.data), options.least)
  const pictures = all.filter((_, i) => i % options.every === 0).slice(0, options.pictures)
  const bench = new Bench(output, options, pictures)
  const scratch = await Scratch.make()
  try {
    for (const id of options.segmenter) {
      const segmenter = await open(id, scratch)
      try {
        await bench.run(segmenter)
      } finally {
        await segmenter.close()
      }
    }
  } finally {
    await scratch.remove()
  }
  await bench.codes()
  bench.end()
}

async function open(id: string, scratch: Scratch): Promise<Segmenter> {
  if (id === timing) return openSam(await makeTimingSam(scratch.folder(timing)))
  const home = await withHost(({ host }) => Promise.resolve(host.services.segmenters.home))
  return openSegmenter(id, { home, threads: 0 })
}

class Bench {
  readonly #output: Output
  readonly #options: Arguments
  readonly #pictures: readonly OutlinedPicture[]
  readonly #measures: Measure[] = []
  readonly #summaries: Record<string, unknown> = {}

  constructor(output: Output, options: Arguments, pictures: readonly OutlinedPicture[]) {
    this.#output = output
    this.#options = options
    this.#pictures = pictures
  }

  async run(segmenter: Segmenter): Promise<void> {
    const wanted = new Set(this.#options.part)
    if (wanted.has('clicks')) await this.#clicks(segmenter)
    if (segmenter.id === timing) return
    if (wanted.has('everything')) await this.#everything(segmenter)
    if (wanted.has('quality')) await this.#quality(segmenter)
  }

  async codes(): Promise<void> {
    const { part, turns, python } = this.#options
    if (!part.includes('rle')) return
    for (const measure of await measureRle(turns, python)) this.#tell(measure)
  }

  end(): void {
    const { every, clicks, least } = this.#options
    const more = { ...this.#summaries, pictures: this.#pictures.length, every, clicks, least }
    tellSummary(this.#output, this.#measures, targets, more)
  }

  async #clicks(segmenter: Segmenter): Promise<void> {
    const { id } = segmenter
    const some = this.#pictures.slice(0, 21)
    const times = await clickTimes(segmenter, some, this.#options.clicks, this.#report('clicks'))
    this.#measure(`embedding, ${id}`, times.embed)
    this.#measure(`click to mask, ${id}`, times.firstClick)
    this.#measure(`refining click to mask, ${id}`, times.nextClick)
  }

  async #everything(segmenter: Segmenter): Promise<void> {
    const { id } = segmenter
    const wish = { side: this.#options.grid ?? usualOptions(id).side }
    const report = this.#report('everything')
    const figures = await everythingFigures(segmenter, this.#pictures, wish, report)
    this.#measure(
      `everything, ${id}`,
      figures.map(({ seconds }) => seconds),
      's',
    )
    this.#measure(
      `merging segments, ${id}`,
      figures.map(({ clustering }) => clustering),
    )
    const { values, text } = summariseEverything(figures)
    this.#summary(`everything, ${id}`, values, text)
  }

  async #quality(segmenter: Segmenter): Promise<void> {
    const { id } = segmenter
    const figures = await segmentQuality(segmenter, this.#pictures, this.#report('quality'))
    const { values, text } = summariseQuality(figures)
    this.#summary(`quality, ${id}`, values, text)
  }

  #measure(name: string, values: readonly number[], unit = 'ms'): void {
    this.#tell(measureOf(name, values, unit))
  }

  #tell(measure: Measure): void {
    this.#measures.push(measure)
    tellMeasure(this.#output, measure, targets)
  }

  #summary(name: string, values: object, text: string): void {
    this.#summaries[name] = values
    this.#output.line({ kind: 'figures', name, ...values }, text)
  }

  #report(step: string) {
    return (done: number, total: number) => {
      this.#output.progress(step, done, total)
    }
  }
}
