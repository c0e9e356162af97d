import type { DesktopBridge } from '@contract/shell-messages'

declare global {
  interface Window {
    /** Put there by the desktop program's preload script; absent in a browser. */
    readonly singlet?: DesktopBridge
  }
}

/** What only the desktop program can do, or null in a browser. */
export function desktopBridge(): DesktopBridge | null {
  return window.singlet ?? null
}
