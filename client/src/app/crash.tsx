import { Component, type ReactNode } from 'react'
import i18next from 'i18next'

interface CrashState {
  readonly error?: Error
}

/** The last fence: a broken page says what to do instead of going blank; unsent work is in the outbox. */
export class Crash extends Component<{ readonly children: ReactNode }, CrashState> {
  override state: CrashState = {}

  static getDerivedStateFromError(error: unknown): CrashState {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    return (
      <div className="page narrow" role="alert">
        <h1>{i18next.t('crashed.title')}</h1>
        <p>{i18next.t('crashed.text')}</p>
        <button type="button" className="button primary" onClick={() => window.location.reload()}>
          {i18next.t('crashed.reload')}
        </button>
        <p>
          <small className="code">{error.message}</small>
        </p>
      </div>
    )
  }
}
