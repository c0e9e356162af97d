import { onScopeDispose } from 'vue'
import type { Action, ActionScope } from './action'
import { registerActions } from './registry'

/**
 * Gives a view its actions for as long as it is mounted: keys, palette and overview follow.
 *
 * A later registration wins over an earlier one, so a view may take a key of the frame. Pass a
 * function when the list itself changes (class keys); use `enabled` when only the moment does.
 * Tiles that answer Space and Enter by an action must not be buttons or links (use role `gridcell`
 * or `option`): a focused button keeps its own Enter and Space.
 */
export function useActions(
  scope: ActionScope,
  actions: readonly Action[] | (() => readonly Action[]),
): void {
  onScopeDispose(registerActions(scope, typeof actions === 'function' ? actions : () => actions))
}
