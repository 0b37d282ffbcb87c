import { Command, CommanderError } from 'commander'
import { Fault } from '@hocba/shared/core'
import { agentCommand } from './agent.ts'
import { assessCommand } from './assess.ts'
import { auditCommand } from './audit.ts'
import { backupCommands } from './backup.ts'
import { caCommand } from './ca.ts'
import type { Context, ExitCode } from './context.ts'
import { credentialCommand } from './credential.ts'
import { demoCommand } from './demo.ts'
import { eraseCommand } from './erase.ts'
import { importCommand } from './import.ts'
import type { Terminal } from './terminal.ts'
import { userCommand } from './user.ts'
import { verifyCommand } from './verify.ts'

/** Runs one `hocba` command: `words` is what follows the name. Every error is one Vietnamese line with its code. */
export async function runHocba(words: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = 0
  const context: Context = {
    terminal,
    exit: (given) => {
      code = given
    },
  }
  try {
    await programOf(context).parseAsync(words, { from: 'user' })
    return code
  } catch (error) {
    if (error instanceof CommanderError) return refuseCall(error, terminal)
    terminal.complain(`hocba: ${sentenceOf(error)}`)
    return 1
  }
}

/** Help that was asked for is no error; help that commander prints in place of one already says what to type. */
function refuseCall(error: CommanderError, terminal: Terminal): ExitCode {
  if (error.exitCode === 0) return 0
  if (error.code !== 'commander.help') {
    const cause = error.message.replace(/^error: /, '').replaceAll(/\s*\n\s*/g, ' ')
    terminal.complain(`hocba: Không hiểu câu lệnh: ${cause}. Xem hocba --help. [request.invalid]`)
  }
  return 2
}

function programOf(context: Context): Command {
  const { terminal } = context
  const program = new Command('hocba').description('Sổ điểm và học bạ số: kiểm tra, nhập dữ liệu, sao lưu')
  const write = (print: (line: string) => void) => (text: string) => print(text.trimEnd())
  program
    .exitOverride()
    .configureOutput({ writeOut: write(terminal.print), writeErr: write(terminal.complain), outputError: () => undefined })
  const commands = [
    verifyCommand,
    assessCommand,
    auditCommand,
    importCommand,
    credentialCommand,
    caCommand,
    agentCommand,
    backupCommands,
    eraseCommand,
    userCommand,
    demoCommand,
  ]
  for (const add of commands) add(program, context)
  return program
}

function sentenceOf(error: unknown): string {
  if (error instanceof Fault) return `${error.message.replaceAll(/\s*\n\s*/g, ' ')} [${error.code}]`
  return `Lỗi không lường trước: ${error instanceof Error ? error.message : String(error)} [internal]`
}
