/** Whether an address shows our page (at whatever hash). */
export function isSamePage(address: string, page: URL): boolean {
  if (!URL.canParse(address)) return false
  const url = new URL(address)
  // `origin` is 'null' for schemes that the parser does not know, ours among them.
  return url.protocol === page.protocol && url.host === page.host && url.pathname === page.pathname
}
