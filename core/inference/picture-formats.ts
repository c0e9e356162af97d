/** The picture formats that Singlet reads; a file's first bytes decide, never its name. */
export const pictureFormats = ['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif', 'bmp'] as const
export type PictureFormat = (typeof pictureFormats)[number]

/** Room for 100 megapixels and more; sharp's own default, so that no decoder is asked for more. */
export const pixelLimit = 0x3fff * 0x3fff

const heifBrands = ['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1']
const avifBrands = ['avif', 'avis']

export type SniffedFormat = PictureFormat | 'heic' | null

/** What the first bytes of a file say it is; null when they are no picture that we know. */
export function sniffFormat(head: Buffer): SniffedFormat {
  const ascii = head.toString('latin1')
  if (ascii.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (ascii.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (ascii.startsWith('RIFF') && ascii.slice(8, 12) === 'WEBP') return 'webp'
  if (ascii.startsWith('GIF87a') || ascii.startsWith('GIF89a')) return 'gif'
  if (/^(II[*+]\0|MM\0[*+])/.test(ascii)) return 'tiff'
  if (ascii.startsWith('BM')) return 'bmp'
  return ascii.slice(4, 8) === 'ftyp' ? sniffHeif(ascii.slice(8, 32)) : null
}

/** `mif1` alone says nothing about the codec, so any AVIF brand in the list wins. */
function sniffHeif(brands: string): SniffedFormat {
  if (avifBrands.some((brand) => brands.includes(brand))) return 'avif'
  return heifBrands.some((brand) => brands.includes(brand)) ? 'heic' : null
}

/**
 * Whether a file ends as its format must. A cheap test for the scan: false only calls for the full
 * decoding that settles it (phones put films behind the end of a JPEG).
 */
export function looksComplete(format: PictureFormat, head: Buffer, tail: Buffer, size: number) {
  switch (format) {
    case 'jpeg':
      return tail.includes(Buffer.from([0xff, 0xd9]))
    case 'png':
      return tail.includes('IEND')
    case 'gif':
      return tail.at(-1) === 0x3b
    case 'webp':
      return head.readUInt32LE(4) + 8 <= size
    case 'bmp':
      return true // its header is checked against the size of the file anyway
    case 'tiff':
    case 'avif':
      return false // both may keep their header anywhere; they are few
  }
}
