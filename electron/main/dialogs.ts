import { BrowserWindow, dialog, ipcMain, shell } from 'electron'
import type { OpenDialogOptions } from 'electron'
import { z } from 'zod'

const folderQuestion = z.object({
  title: z.string().optional(),
  startAt: z.string().optional(),
})

/** What the preload script may ask of the system. */
export function answerDialogs(): void {
  ipcMain.handle('choose-folder', async (event, question: unknown) => {
    const { title, startAt } = folderQuestion.parse(question ?? {})
    const options: OpenDialogOptions = {
      properties: ['openDirectory', 'createDirectory', 'dontAddToRecent'],
      ...(title === undefined ? {} : { title }),
      ...(startAt === undefined ? {} : { defaultPath: startAt }),
    }
    const window = BrowserWindow.fromWebContents(event.sender)
    const answer = await (window
      ? dialog.showOpenDialog(window, options)
      : dialog.showOpenDialog(options))
    return answer.filePaths[0] ?? null
  })
  ipcMain.handle('show-in-folder', (_event, path: unknown) => {
    shell.showItemInFolder(z.string().parse(path))
  })
}
