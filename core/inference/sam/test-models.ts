import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GraphPart } from '../onnx/graph-part'
import { encodeModel } from '../onnx/onnx-format'
import { decoderPart } from './test-decoder'
import { encoderPart } from './test-encoder'
import type { SamFiles } from './sam-network'

/** Segmenters of the family as their exports lay them out, by whose names they are known. */
export const testKinds = [
  'slimsam',
  'sam-boxes',
  'sam2',
  'mobile-sam',
  'edge-sam',
  'sam2-files',
] as const
export type TestKind = (typeof testKinds)[number]

/** What a made-up half is: what goes in and comes out, and the nodes between. */
export interface TestGraph {
  readonly part: GraphPart
  readonly inputs: readonly Uint8Array[]
  readonly outputs: readonly Uint8Array[]
}

const fileNames: Record<TestKind, readonly [encoder: string, decoder: string]> = {
  slimsam: ['onnx/vision_encoder.onnx', 'onnx/prompt_encoder_mask_decoder.onnx'],
  'sam-boxes': ['onnx/vision_encoder.onnx', 'onnx/prompt_encoder_mask_decoder.onnx'],
  sam2: ['onnx/vision_encoder.onnx', 'onnx/prompt_encoder_mask_decoder.onnx'],
  'mobile-sam': ['mobile_sam_image_encoder.onnx', 'sam_mask_decoder_multi.onnx'],
  'edge-sam': ['edge_sam_3x_encoder.onnx', 'edge_sam_3x_decoder.onnx'],
  'sam2-files': ['sam2.1_hiera_tiny.encoder.onnx', 'sam2.1_hiera_tiny.decoder.onnx'],
}

/**
 * Writes a tiny segmenter with the real names, inputs and outputs. Its embedding is the picture itself,
 * sixteen pixels of the square each; its masks are discs around positive points, without discs around
 * negative ones and within boxes, whose logits are pixels of the square from their edge.
 */
export async function writeTestSam(folder: string, kind: TestKind): Promise<SamFiles> {
  const [encoder, decoder] = fileNames[kind].map((name) => join(folder, name))
  if (encoder === undefined || decoder === undefined) throw new Error('A segmenter has two files.')
  await mkdir(join(encoder, '..'), { recursive: true })
  await writeFile(encoder, modelOf(encoderPart(kind)))
  await writeFile(decoder, modelOf(decoderPart(kind)))
  return { encoder, decoder }
}

/** A model file of a graph; `opset` 17 is what all that is used here came with. */
export function modelOf({ part, inputs, outputs }: TestGraph, opset = 17): Uint8Array {
  return encodeModel({
    ir_version: 8,
    producer_name: 'singlet',
    graph: {
      name: 'test',
      node: part.nodes,
      initializer: part.constants,
      input: [...inputs],
      output: [...outputs],
    },
    opset_import: [{ domain: '', version: opset }],
    metadata_props: [],
  })
}
