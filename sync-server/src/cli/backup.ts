import type { Command } from 'commander'
import { Fault } from '@hocba/shared/core'
import { backup } from '../operate/backup.ts'
import { restore } from '../operate/restore.ts'
import { isServerUp, serverUrl } from './client.ts'
import { type Context, dataDir } from './context.ts'

export function backupCommands(program: Command, context: Context): void {
  program
    .command('backup <dir>')
    .description('Sao lưu ba kho dữ liệu và chứng thư công khai; máy chủ có thể đang chạy')
    .action(async (dir: string) => {
      refuseForeignStore(context)
      const manifest = await backup(dataDir(context), dir, new Date())
      context.terminal.print(
        `Đã sao lưu ${manifest.files.length} tệp vào ${dir}. Khóa ký trên máy ký và tệp secrets-key không nằm trong bản sao lưu: hãy cất riêng.`,
      )
    })
  program
    .command('restore <dir>')
    .description('Khôi phục từ bản sao lưu; máy chủ phải dừng; dữ liệu đang có được giữ lại bên cạnh')
    .action(async (dir: string) => {
      refuseForeignStore(context)
      const url = serverUrl(context.terminal.env)
      if (await isServerUp(url))
        throw new Fault('server.running', { detail: `Máy chủ tại ${url} đang chạy. Hãy dừng máy chủ trước khi khôi phục.` })
      const { kept } = await restore(dir, dataDir(context), new Date())
      context.terminal.print(`Đã khôi phục từ ${dir}.${kept === undefined ? '' : ` Dữ liệu trước đó ở ${kept}.`}`)
    })
}

function refuseForeignStore({ terminal }: Context): void {
  if (terminal.env['HOCBA_DATABASE_URL'] === undefined) return
  throw new Fault('feature.later', { detail: 'Kho dữ liệu ở PostgreSQL (HOCBA_DATABASE_URL): hãy sao lưu bằng công cụ của PostgreSQL.' })
}
