import {
  CellStyleModule,
  ClientSideRowModelModule,
  LocaleModule,
  type Module,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  TextEditorModule,
} from 'ag-grid-community'

/** By name, so that a first page does not carry what nobody uses: all of the community edition is 342 KiB. */
export const modules: Module[] = [
  CellStyleModule,
  ClientSideRowModelModule,
  LocaleModule,
  RenderApiModule,
  RowApiModule,
  ScrollApiModule,
  TextEditorModule,
]
