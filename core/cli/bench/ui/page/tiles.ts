/** Tiles of the grid on the screen, whichever view shows it. */
export function tilesOf(grid: Element | null): HTMLElement[] {
  return grid === null ? [] : [...grid.querySelectorAll<HTMLElement>('[role="gridcell"]')]
}

export function gridOf(): HTMLElement | null {
  return document.querySelector<HTMLElement>('main [role="grid"], [role="grid"]')
}

/** Whether the picture of a tile can be seen: decoded, and not still fading in. */
export function isVisible(tile: Element): boolean {
  const image = tile.querySelector('img')
  if (image === null || !image.complete || image.naturalWidth === 0) return false
  return Number(getComputedStyle(image).opacity) > 0.9
}

export function sourceOf(tile: Element): string {
  return tile.querySelector('img')?.src ?? ''
}
