import type { Board } from '../answers.ts'
import { DaysChart } from './days-chart.tsx'
import { DistributionChart } from './distribution-chart.tsx'

interface PlotsProps {
  readonly className: string
  readonly term: string
  /** Absent for those who may not see marks. */
  readonly board?: Board
}

export default function Plots({ className, term, board }: PlotsProps) {
  return (
    <div className="board-charts">
      {board !== undefined && <DistributionChart board={board} />}
      <DaysChart className={className} term={term} />
    </div>
  )
}
