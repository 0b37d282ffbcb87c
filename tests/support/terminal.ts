import { runHocba } from '../../sync-server/src/cli/program.ts'

/** One run of `hocba` with everything it printed. */
export async function hocba(words: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const out: string[] = []
  const errors: string[] = []
  const code = await runHocba(words, {
    env,
    print: (line) => void out.push(line),
    complain: (line) => void errors.push(line),
    askSecret: async (question, variable) => {
      const secret = env[variable]
      if (secret === undefined) throw new Error(`asked: ${question}`)
      return secret
    },
  })
  return { code, out: out.join('\n'), errors: errors.join('\n') }
}
