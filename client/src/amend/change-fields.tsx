import { useTranslation } from 'react-i18next'
import { type CellValue, formatCell } from '@hocba/shared/grid'
import type { GridCard } from '../app/answers.ts'
import { SelectField, TextField } from '../ui/field.tsx'
import { Icon } from '../ui/icon.tsx'
import { type ChangeRow, type RowFault, columnOf } from './change-rows.ts'

interface ChangeFieldsProps {
  readonly row: ChangeRow
  readonly number: number
  readonly grid: GridCard
  readonly present: CellValue | undefined
  readonly fault: RowFault | undefined
  readonly onChange: (row: ChangeRow) => void
  readonly onRemove: (() => void) | undefined
}

/** One cell to amend: whose, which, from what, to what. */
export function ChangeFields({ row, number, grid, present, fault, onChange, onRemove }: ChangeFieldsProps) {
  const { t } = useTranslation('amend')
  const column = columnOf(grid.columns, row.column)
  const known = column !== undefined && row.student !== ''
  const inChoice = fault === 'incomplete' || fault === 'twice'
  return (
    <fieldset className="change-row">
      <legend className="visually-hidden">{t('row', { row: number })}</legend>
      <SelectField
        label={t('student')}
        value={row.student}
        error={inChoice ? t(fault) : undefined}
        onChange={(event) => onChange({ ...row, student: event.target.value })}
      >
        <option value="">{t('chooseStudent')}</option>
        {grid.students.map((student) => (
          <option key={student.id} value={student.id}>
            {student.name}
          </option>
        ))}
      </SelectField>
      <SelectField label={t('column')} value={row.column} onChange={(event) => onChange({ ...row, column: event.target.value })}>
        <option value="">{t('chooseColumn')}</option>
        {grid.columns.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <div className="field">
        <span>{t('before')}</span>
        <output>{known ? formatCell(column.value, present ?? null) || t('empty') : '–'}</output>
      </div>
      <TextField
        label={t('after')}
        value={row.text}
        autoComplete="off"
        error={fault === 'invalid' || fault === 'same' ? t(fault) : undefined}
        onChange={(event) => onChange({ ...row, text: event.target.value })}
      />
      {onRemove !== undefined && (
        <button type="button" className="button quiet square" aria-label={t('remove', { row: number })} onClick={onRemove}>
          <Icon name="cross" />
        </button>
      )}
    </fieldset>
  )
}
