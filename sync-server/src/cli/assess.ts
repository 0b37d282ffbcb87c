import type { Command } from 'commander'
import { assessFile } from '@hocba/shared/assessment'
import { Fault } from '@hocba/shared/core'
import { type Context, readInput } from './context.ts'

export function assessCommand(program: Command, context: Context): void {
  program
    .command('assess <file>')
    .description('Tính kết quả học tập, rèn luyện theo Thông tư 22 hoặc Thông tư 27 từ tệp JSON, in kết quả dạng JSON')
    .action(async (file: string) => {
      const result = assessFile(parseJson((await readInput(file)).toString('utf8'), file))
      if (!result.ok) throw new Fault('request.invalid', { detail: `${file}: ${result.error.path}: ${result.error.message}` })
      context.terminal.print(JSON.stringify(result.value, null, 2))
    })
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, '')) as unknown
  } catch (cause) {
    throw new Fault('request.invalid', { detail: `${file} không phải là JSON.`, cause })
  }
}
