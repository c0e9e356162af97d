import type { RegisteredAction } from './action'
import { matchesBinding } from './bindings'
import { isEnabled, registeredActions } from './registry'

/** Parts that float above the view carry this attribute; while one is open the view's keys rest. */
export const overlayAttribute = 'data-overlay'

/**
 * Listens for keys on the window and runs the first enabled action that wants the press. Never takes
 * a key from an input, from an IME that is composing, from a focused button's own Enter and Space, or
 * while something floats above the view.
 */
export function dispatchKeys(onFailure: (error: unknown) => void, signal: AbortSignal): void {
  const listener = (event: KeyboardEvent): void => {
    const action = actionFor(event, registeredActions.value)
    if (action === null) return
    event.preventDefault()
    void runAction(action, onFailure, event)
  }
  window.addEventListener('keydown', listener, { signal })
}

/** Runs an action; what it throws goes to `onFailure`, so that no failure is ever silent. */
export async function runAction(
  action: Pick<RegisteredAction, 'run'>,
  onFailure: (error: unknown) => void,
  event?: KeyboardEvent,
): Promise<void> {
  try {
    await action.run(event)
  } catch (error) {
    onFailure(error)
  }
}

/** The action that this press means, or null when the press belongs to somebody else. */
export function actionFor(
  event: KeyboardEvent,
  actions: readonly RegisteredAction[],
): RegisteredAction | null {
  if (event.isComposing || event.key === 'Process' || isTaken(event)) return null
  const target = event.target instanceof Element ? event.target : null
  const typing = target !== null && isTextInput(target)
  if (!typing && isOverlayOpen()) return null
  if (target !== null && isPressable(target, event)) return null
  const fits = (action: RegisteredAction): boolean =>
    (!typing || action.inInputs === true) &&
    (!event.repeat || action.repeats === true) &&
    (action.keys ?? []).some((keys) => matchesBinding(event, keys)) &&
    isEnabled(action)
  return actions.find(fits) ?? null
}

/**
 * Whether a control has used the press already. Radio groups prevent every Enter, chords included,
 * without using it; a chord is therefore always ours.
 */
function isTaken(event: KeyboardEvent): boolean {
  return event.defaultPrevented && !event.ctrlKey && !event.metaKey
}

function isTextInput(target: Element): boolean {
  const field = target.closest(
    'input, textarea, select, [contenteditable=""], [contenteditable=true]',
  )
  if (field instanceof HTMLInputElement) {
    return !['checkbox', 'radio', 'range', 'button', 'color'].includes(field.type)
  }
  return field !== null
}

function isOverlayOpen(): boolean {
  return document.querySelector(`[${overlayAttribute}]`) !== null
}

/** Enter and Space on a focused control, and arrows on a slider or in a menu, are the control's. */
function isPressable(target: Element, event: KeyboardEvent): boolean {
  if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') {
    return (
      target.closest('input[type=range], input[type=radio], [role=slider], [role=tab]') !== null
    )
  }
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey
  if (!plain || (event.key !== 'Enter' && event.key !== ' ')) return false
  return target.closest('button, a[href], summary, input, [role=switch]') !== null
}
