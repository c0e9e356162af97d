import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { judgeNvidia } from './cuda'
import { askNvidia, parseNvidia } from './nvidia'

const two = [
  '550.54.15, NVIDIA H100 80GB HBM3, 81559, 80992, 9.0',
  '550.54.15, NVIDIA T400, 1024, 900, 7.5',
  '',
].join('\n')

describe('what the NVIDIA driver says', () => {
  it('names every card with its memory in bytes', () => {
    expect(parseNvidia(two)).toEqual({
      ...{ kind: 'found', driver: '550.54.15', count: 2 },
      gpus: [
        {
          name: 'NVIDIA H100 80GB HBM3',
          memory: 81559 * 2 ** 20,
          free: 80992 * 2 ** 20,
          capability: 9,
        },
        { name: 'NVIDIA T400', memory: 2 ** 30, free: 900 * 2 ** 20, capability: 7.5 },
      ],
    })
  })

  it('that is no list is a driver that does not answer', () => {
    const broken = parseNvidia('NVIDIA-SMI has failed because it could not talk to the driver.\n')
    expect(broken).toMatchObject({ kind: 'failed' })
    const refusal = judgeNvidia(broken, 0)
    expect(refusal).toMatchObject({ reason: expect.stringMatching(/could not talk/) as string })
  })

  it('is asked of its tool, whose failure and absence are told apart', async () => {
    const absent = await askNvidia('no-such-nvidia-smi')
    expect(absent.kind).toBe('no-driver')
    const folder = await mkdtemp(join(tmpdir(), 'singlet-nvidia-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const tool = join(folder, 'nvidia-smi')
    await writeFile(tool, '#!/bin/sh\necho "Failed to initialize NVML: Driver mismatch"\nexit 18\n')
    await chmod(tool, 0o755)
    if (process.platform === 'win32') return
    expect(await askNvidia(tool)).toEqual({
      ...{ kind: 'failed', message: 'Failed to initialize NVML: Driver mismatch' },
    })
  })
})

describe('whether TensorFlow can compute on a card', () => {
  it('is a matter of driver, age and memory, each with what to do', () => {
    expect(judgeNvidia(parseNvidia(two), 0)).toMatchObject({ name: 'NVIDIA H100 80GB HBM3' })
    const cases = [
      [two, 1, /T400 has 1\.0 GB/],
      [two, 2, /no NVIDIA card number 3/],
      [two.replaceAll('550.54.15', '470.82.01'), 0, /470\.82\.01 is too old/],
      [two.replaceAll('550.54.15', '525.60.13'), 0, null],
      [two.replace('9.0', '5.2'), 0, /older than what TensorFlow/],
      [two.replace('9.0', '[N/A]'), 0, null],
    ] as const
    for (const [text, index, words] of cases) {
      const judged = judgeNvidia(parseNvidia(text), index)
      if (words === null) expect(judged).toHaveProperty('name')
      else expect(judged).toMatchObject({ reason: expect.stringMatching(words) as string })
      if (words !== null) expect(judged).toHaveProperty('advice', expect.stringMatching(/\w/))
    }
  })

  it('without a driver depends on whether there is a card', () => {
    const advice = (hasCard: boolean) => judgeNvidia({ kind: 'no-driver', hasCard }, 0)
    expect(advice(true)).toMatchObject({
      reason: expect.stringMatching(/There is an NVIDIA card/) as string,
    })
    expect(advice(false)).toMatchObject({ advice: expect.stringMatching(/WebGPU/) as string })
  })
})
