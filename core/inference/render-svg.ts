import sharp from 'sharp'

/** Draws an SVG at a size in pixels, as the bytes of a JPEG. */
export async function renderSvg(svg: string, width: number, height: number): Promise<Buffer> {
  return await sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .flatten({ background: '#ffffff' })
    .jpeg({ quality: 84 })
    .toBuffer()
}
