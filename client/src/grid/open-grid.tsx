import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { meQuery } from '../app/queries.ts'
import { RemarkPanel } from '../remark/index.ts'
import type { GridReplica, RemarkReplica } from '../replica/index.ts'
import { dialogPart } from '../ui/part.tsx'
import { GridStateChip } from '../ui/state-chip.tsx'
import { GridTools } from '../workbook/grid-tools.tsx'
import type { Card } from './card.ts'
import { CellDetail } from './cell-detail.tsx'
import { type Notice, type Place, takeBack } from './commands.ts'
import { FindBar } from './find-bar.tsx'
import { FirstHint } from './first-hint.tsx'
import { LiveRegion } from './live-region.tsx'
import { GridModel } from './model.ts'
import { NoticeLine, type Refusal, RefusalBubble } from './notices.tsx'
import { Present } from './present.tsx'
import { RefusedPanel } from './refused-panel.tsx'
import { SaveStatus } from './save-status.tsx'
import { SelectionStatus } from './selection-status.tsx'
import { useGridText } from './text.ts'
import { useMountedGrid } from './use-mounted-grid.ts'
import { useTold } from './use-replica.ts'

/** Fetched when first asked for: the grid itself comes sooner. */
const HelpDialog = dialogPart(() => import('./help-dialog.tsx'))
const Timeline = dialogPart(() => import('../history/timeline.tsx'))

/** What is open beside the grid. */
type Aside = 'none' | 'find' | 'help' | 'timeline'

interface OpenGridProps {
  readonly card: Card
  readonly replica: GridReplica
  readonly remarks: RemarkReplica
  readonly user: string
  readonly actions: ReactNode
}

/** One grid on the page: heading and status, commands, the grid itself, the remark of the row, what was refused. */
export function OpenGrid({ card, replica, remarks, user, actions }: OpenGridProps) {
  const text = useGridText()
  const model = useModel(card, replica)
  const title = text.title(card.subjectName, card.className, text.term[card.term])
  const [place, setPlace] = useState<Place | null>(null)
  const [notice, setNotice] = useState<Notice>()
  const [refusal, setRefusal] = useState<Refusal>()
  const [detail, setDetail] = useState<{ readonly place: Place; readonly rect: DOMRect }>()
  const [aside, setAside] = useState<Aside>('none')
  const { host, grid } = useMountedGrid(model, text.gridLabel(title), {
    focused(at) {
      if (at) setPlace(at)
    },
    notice: setNotice,
    refused: (at, sentence) => showRefusal(at, sentence),
    detail: (at) => openDetail(at),
    find: () => setAside('find'),
    help: () => setAside('help'),
  })

  useEffect(() => grid?.refresh(), [grid, card])
  useFollowServer(replica, card, setNotice)
  useEffect(() => remarks.setWritable(model.writable), [remarks, model, card])
  useEffect(() => {
    if (!refusal) return undefined
    const timer = setTimeout(() => setRefusal(undefined), 8_000)
    return () => clearTimeout(timer)
  }, [refusal])

  function showRefusal(at: Place, sentence: string) {
    const rect = grid?.rectOf(at)
    if (rect) setRefusal({ rect, sentence })
  }

  function openDetail(at: Place) {
    const rect = grid?.rectOf(at)
    if (rect) setDetail({ place: at, rect })
  }

  const closeDetail = useCallback(() => {
    setDetail(undefined)
    if (detail) grid?.focus(detail.place)
  }, [detail, grid])

  function openRemark(student: string) {
    const column = place?.column ?? model.columns[0]?.id
    if (column === undefined) return
    setPlace({ student, column })
    grid?.show({ student, column })
  }

  /** Dialogs give the keyboard back to whatever opened them; the find bar leaves it in the grid. */
  function closeAside() {
    setAside('none')
    if (aside === 'find') grid?.focus()
  }

  function command(which: 'undo' | 'redo') {
    const done = takeBack(model, which, text)
    if (done) setNotice(done.notice)
  }

  return (
    <div className="grid-page" onKeyDownCapture={() => setRefusal(undefined)} onPointerDownCapture={() => setRefusal(undefined)}>
      <title>{`${title} – Hocba`}</title>
      <header className="grid-head">
        <h1>{title}</h1>
        <GridStateChip state={card.state} />
        <SaveStatus replica={replica} remarks={remarks} />
        <Present model={model} onGo={(at) => grid?.focus(at)} />
        <div className="grid-actions">{actions}</div>
      </header>
      <div className="grid-tools" role="toolbar" aria-label={text.tool}>
        <Undoing replica={replica} command={command} />
        <button type="button" className="button small" disabled={!place} title="Ctrl+Shift+H" onClick={() => place && openDetail(place)}>
          {place && model.computed.some((id) => id === place.column) ? text.explain : text.history}
        </button>
        <button type="button" className="button small" onClick={() => setAside('timeline')}>
          {text.timeline}
        </button>
        <button type="button" className="button small" title="Ctrl+F" onClick={() => setAside('find')}>
          {text.find}
        </button>
        <button type="button" className="button small" title="?" onClick={() => setAside('help')}>
          {text.help}
        </button>
        <GridTools model={model} say={setNotice} />
        {grid && <SelectionStatus model={model} selection={grid.selection} />}
      </div>
      {aside === 'find' && (
        <FindBar students={card.students} onFound={(student) => grid?.show({ student, column: 'name' })} onClose={closeAside} />
      )}
      <RefusedPanel model={model} />
      <NoticeLine notice={notice} onClose={() => setNotice(undefined)} />
      {model.writable && <FirstHint user={user} onClose={() => grid?.focus()} />}
      <div className="grid-body">
        <div className="grid-host" ref={host} />
        <RemarkPanel
          user={user}
          replica={remarks}
          students={card.students}
          isWritable={model.writable}
          student={place?.student}
          onStudent={openRemark}
          onLeave={() => place && grid?.focus(place)}
        />
      </div>
      <RefusalBubble refusal={refusal} />
      <LiveRegion model={model} />
      {aside === 'help' && <HelpDialog onClose={closeAside} />}
      {aside === 'timeline' && <Timeline model={model} onClose={closeAside} />}
      {detail && <CellDetail model={model} place={detail.place} rect={detail.rect} onClose={closeDetail} onNotice={setNotice} />}
    </div>
  )
}

function Undoing({ replica, command }: { readonly replica: GridReplica; readonly command: (which: 'undo' | 'redo') => void }) {
  const text = useGridText()
  const canUndo = useTold(replica, (one) => one.canUndo)
  const canRedo = useTold(replica, (one) => one.canRedo)
  return (
    <>
      <button type="button" className="button small" disabled={!canUndo} title="Ctrl+Z" onClick={() => command('undo')}>
        {text.undo}
      </button>
      <button type="button" className="button small" disabled={!canRedo} title="Ctrl+Y" onClick={() => command('redo')}>
        {text.redo}
      </button>
    </>
  )
}

/** The same model for as long as this page stands; a new card only changes rights, state and signs. */
function useModel(card: Card, replica: GridReplica): GridModel {
  const [model] = useState(() => new GridModel(card, replica))
  model.card = card
  useEffect(() => replica.setWritable(model.writable), [replica, model, card])
  return model
}

/** Locks and freezes are announced on the link, conflicts are found after a merge: the card is asked for again. */
function useFollowServer(replica: GridReplica, card: Card, say: (notice: Notice) => void): void {
  const text = useGridText()
  const client = useQueryClient()
  const change = useTold(replica, (one) => one.gridState)
  const online = useTold(replica, (one) => one.status.online)
  const stopped = useTold(replica, (one) => one.stopped)
  const refused = useTold(replica, (one) => one.status.refused.length)
  const settled = useTold(replica, (one) => one.status.pending === 0)
  const due = useRef(true)
  useEffect(() => {
    if (change) say({ tone: 'said', text: text.newState[change.state] })
  }, [change, say, text])
  useEffect(() => {
    due.current = true
  }, [change, online, refused])
  useEffect(() => {
    if (!online || !settled || (!due.current && card.conflicts.length === 0)) return
    due.current = false
    void client.invalidateQueries({ queryKey: ['grid', card.id] })
  }, [client, card.id, card.conflicts.length, change, online, settled, refused])
  useEffect(() => {
    if (stopped === 'signed-out') void client.invalidateQueries({ queryKey: meQuery.queryKey })
  }, [client, stopped])
}
