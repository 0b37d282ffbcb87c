import { runHocba } from './program.ts'
import { processTerminal } from './terminal.ts'

process.exitCode = await runHocba(process.argv.slice(2), processTerminal)
