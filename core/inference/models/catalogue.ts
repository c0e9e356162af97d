/** A file of a model in the catalogue. */
export interface CatalogueFile {
  readonly name: string
  readonly address: string
  readonly bytes: number
  /** null where nobody has published it: then the first download is remembered. */
  readonly sha256: string | null
}

/** A segmenter that can be fetched. Addresses name a fixed state of their source wherever there is one. */
export interface CatalogueModel {
  readonly id: string
  readonly title: string
  readonly goodFor: string
  readonly licence: string
  /** A page that a person can read. */
  readonly source: string
  /** Names of the two halves among its files. */
  readonly encoder: string
  readonly decoder: string
  readonly files: readonly CatalogueFile[]
}

/** Name, size in bytes, SHA-256. */
type Row = readonly [name: string, bytes: number, sha256: string | null]

const HUB = 'https://huggingface.co'

/** A repository laid out as transformers.js has it, both halves with their weights inside or beside them. */
function transformers(repository: string, revision: string, rows: readonly Row[]) {
  const folder = `${HUB}/${repository}/resolve/${revision}/onnx`
  return {
    source: `${HUB}/${repository}`,
    ...halves(rows.map(([name]) => name)),
    files: rows.map(([name, bytes, sha256]) => ({
      ...{ name, bytes, sha256 },
      address: `${folder}/${name}`,
    })),
  }
}

function halves(names: readonly string[]): { encoder: string; decoder: string } {
  const starting = (start: string) =>
    names.find((name) => name.startsWith(start) && name.endsWith('.onnx')) ?? ''
  return {
    encoder: starting('vision_encoder'),
    decoder: starting('prompt_encoder_mask_decoder'),
  }
}

/** The segmenters that can be fetched, the most useful ones first. */
export const catalogueModels: readonly CatalogueModel[] = [
  {
    id: 'mobile-sam',
    title: 'MobileSAM',
    goodFor: 'The first one to try: small, quick on a processor; points, boxes and corrections.',
    licence: 'Apache-2.0 (export: MIT)',
    source: `${HUB}/Acly/MobileSAM`,
    encoder: 'mobile_sam_image_encoder.onnx',
    decoder: 'sam_mask_decoder_multi.onnx',
    files: [
      {
        name: 'mobile_sam_image_encoder.onnx',
        address: `${HUB}/Acly/MobileSAM/resolve/0d3b403339b4674a82493d5e97964dd78089ddc8/mobile_sam_image_encoder.onnx`,
        bytes: 28_157_093,
        sha256: '580f5fb648ea1062c0aabc26217aed56921985f03f0cbbd852bba81d760cc749',
      },
      {
        name: 'sam_mask_decoder_multi.onnx',
        address: `${HUB}/Acly/MobileSAM/resolve/0d3b403339b4674a82493d5e97964dd78089ddc8/sam_mask_decoder_multi.onnx`,
        bytes: 16_496_559,
        sha256: '8976b90a87ba50a6a72217a5ff994f7d25ce16f2229fcc1ed259e1294c622ffe',
      },
    ],
  },
  {
    id: 'slimsam',
    title: 'SlimSAM 77',
    goodFor: 'Small, reads pictures quickly; points. A box becomes the point in its middle.',
    licence: 'Apache-2.0',
    ...transformers('Xenova/slimsam-77-uniform', '5850ab45f587c112167512ffef949107115e26a0', [
      [
        'vision_encoder.onnx',
        23_276_014,
        '9f8433273a6750b587779baa0cf5508111001bf7e7acfcf585d370139fd366d0',
      ],
      [
        'prompt_encoder_mask_decoder.onnx',
        16_557_892,
        'f4514391764fbd56e08e119060d874ecd7d52994bfb1968af159e12d4943b5bb',
      ],
    ]),
  },
  {
    id: 'edge-tam',
    title: 'EdgeTAM',
    goodFor: 'As small as MobileSAM, of the second generation; points and boxes.',
    licence: 'Apache-2.0',
    ...transformers('onnx-community/EdgeTAM-ONNX', '9c77c7bff7fd0f3079585fa17af7f730ddc531ed', [
      [
        'vision_encoder.onnx',
        192_225,
        'ed068218eba96760fe02d04ce899c449660ac813a088d80ed7f42c8bb01e7cec',
      ],
      [
        'vision_encoder.onnx_data',
        19_532_576,
        '21e75dba7077dfcb53e8c9a6e99977156f2240ff3f1f9cddc43d66aa1ecb528e',
      ],
      [
        'prompt_encoder_mask_decoder.onnx',
        213_114,
        'd3668299ec3edf70fbb139ec642b54bf3d4be453fd1b688a6b5938e0856fe546',
      ],
      [
        'prompt_encoder_mask_decoder.onnx_data',
        20_958_208,
        'dfa2125e30d08d388732f20c18fb63ab0f0f590cd270eb307f0c2b65919d1be8',
      ],
    ]),
  },
  {
    id: 'sam2.1-tiny',
    title: 'SAM 2.1 tiny',
    goodFor:
      'Finer borders than the small ones; seconds a picture on a processor; points and boxes.',
    licence: 'Apache-2.0',
    ...transformers(
      'onnx-community/sam2.1-hiera-tiny-ONNX',
      '814a066640debee5a91e70aa401fb8e17e030503',
      [
        [
          'vision_encoder.onnx',
          354_238,
          '4f30aacd3aaefbca81a0b7fe4c1fc96345570ea0a6f80ced599493d1b3be2e8c',
        ],
        [
          'vision_encoder.onnx_data',
          134_084_864,
          'e83df9866a5afe68ea7f0f721f18f65137fc3acbf0da1c74e946d363e09c69cc',
        ],
        [
          'prompt_encoder_mask_decoder.onnx',
          213_114,
          '874414704c5d686db7d206a35f6e15d26563d50c8c4468fccc6739bd7e491dcf',
        ],
        [
          'prompt_encoder_mask_decoder.onnx_data',
          20_958_208,
          'e9874d900dd4134ed60eab1e97910327c2419e0b2954485d8fd6e7f1a1470f47',
        ],
      ],
    ),
  },
  {
    id: 'sam2.1-small',
    title: 'SAM 2.1 small',
    goodFor: 'The best borders of those offered here, and the slowest but one; points and boxes.',
    licence: 'Apache-2.0',
    ...transformers(
      'onnx-community/sam2.1-hiera-small-ONNX',
      'a7df49d8de14b9d2e4504d1687b0d568f905fd8d',
      [
        [
          'vision_encoder.onnx',
          467_440,
          'aacf1f7137bb6fffcf6bf166abcfabe28f57a76059254f3fb611c4a64a208119',
        ],
        [
          'vision_encoder.onnx_data',
          162_476_288,
          '260fd1f0a34e72a3dc79a739e563b4facc0ba75504818b433a1f808e66637456',
        ],
        [
          'prompt_encoder_mask_decoder.onnx',
          213_114,
          '079c59b261f723ff5c6a125e69b0170a957b21c58738c28d2b0394ecd0587d7f',
        ],
        [
          'prompt_encoder_mask_decoder.onnx_data',
          20_958_208,
          'f9e59a584ab8ced21fa812c211bc01084204db1c9e92a5ef4fb3a49972b4e864',
        ],
      ],
    ),
  },
  {
    id: 'sam-vit-b',
    title: 'SAM ViT-B',
    goodFor: 'The first SAM, in whole numbers of eight bits; slow to read a picture; points.',
    licence: 'Apache-2.0',
    ...transformers('Xenova/sam-vit-base', 'main', [
      [
        'vision_encoder_quantized.onnx',
        101_088_469,
        'd9d7bca3b256ab71b3b7cdc35839983bc8ebaf68ea9022f15805ac43955cd247',
      ],
      [
        'prompt_encoder_mask_decoder_quantized.onnx',
        4_903_810,
        'cb90b279f549d2cab7fd6e20c38522438c65d84bdcca3d2a764cff7d857fdce2',
      ],
    ]),
  },
  {
    id: 'edge-sam',
    title: 'EdgeSAM 3x',
    goodFor: 'Quick on small machines; points and boxes. Not for commercial use.',
    licence: 'S-Lab 1.0 (non-commercial)',
    source: 'https://github.com/chongzhou96/EdgeSAM',
    encoder: 'edge_sam_3x_encoder.onnx',
    decoder: 'edge_sam_3x_decoder.onnx',
    // Nobody has published their exact sizes and checksums: 22.1 MB and 15.9 MB.
    files: ['edge_sam_3x_encoder.onnx', 'edge_sam_3x_decoder.onnx'].map((name, i) => ({
      name,
      address: `${HUB}/spaces/chongzhou/EdgeSAM/resolve/main/weights/${name}`,
      bytes: [22_100_000, 15_900_000][i] ?? 0,
      sha256: null,
    })),
  },
]
