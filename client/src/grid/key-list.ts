import type { GridText } from './text.ts'

type Word = keyof GridText['keyWords']
type Group = keyof GridText['keyGroups']

/** Every key of the sheet, in the groups of the help dialog; the same list is what the tests go through. */
export const keyList: { readonly [group in Group]: readonly (readonly [keys: readonly string[], word: Word])[] } = {
  move: [
    [['←', '↑', '→', '↓'], 'arrows'],
    [['Tab', 'Shift+Tab'], 'tab'],
    [['Enter', 'Shift+Enter'], 'enter'],
    [['Home', 'End'], 'homeEnd'],
    [['Ctrl+Home', 'Ctrl+End'], 'ctrlHomeEnd'],
    [['Ctrl+←↑→↓'], 'ctrlArrow'],
    [['PgUp', 'PgDn'], 'page'],
  ],
  select: [
    [['Shift'], 'shift'],
    [['Ctrl+A'], 'all'],
    [['Ctrl+Space'], 'column'],
    [['Shift+Space'], 'row'],
    [['Esc'], 'escape'],
  ],
  enter: [
    [['0–9', 'A–Z'], 'type'],
    [['F2'], 'edit'],
    [['Ctrl+Enter'], 'fillTyped'],
    [['Delete', 'Backspace'], 'clear'],
  ],
  clipboard: [
    [['Ctrl+C', 'Ctrl+X', 'Ctrl+V'], 'copy'],
    [['Ctrl+D'], 'down'],
    [['Ctrl+R'], 'right'],
    [['Ctrl+Z'], 'undo'],
    [['Ctrl+Y', 'Ctrl+Shift+Z'], 'redo'],
  ],
  remark: [
    [['F4', 'Alt+R'], 'remark'],
    [['Alt+↑', 'Alt+↓'], 'remarkMove'],
    [['Ctrl+Enter'], 'remarkNext'],
    [['/'], 'phrase'],
  ],
  other: [
    [['Ctrl+F'], 'find'],
    [['Ctrl+Shift+H'], 'history'],
    [['?'], 'help'],
  ],
}
