import sharp, { type Sharp } from 'sharp'

/** Draws an SVG at a size in pixels, as the bytes of a JPEG. */
export async function renderSvg(svg: string, width: number, height: number): Promise<Buffer> {
  return await fitted(svg, width, height).jpeg({ quality: 84 }).toBuffer()
}

/** The same as the bytes of a PNG: lines and letters stay sharp. */
export async function renderSvgPng(svg: string, width: number, height: number): Promise<Buffer> {
  return await fitted(svg, width, height).png().toBuffer()
}

function fitted(svg: string, width: number, height: number): Sharp {
  return sharp(Buffer.from(svg))
    .resize(width, height, { fit: 'fill' })
    .flatten({ background: '#ffffff' })
}
