const paths = {
  open: 'M7 11V7a5 5 0 0 1 9.6-2M5 11h14v10H5z',
  lock: 'M7 11V7a5 5 0 0 1 10 0v4M5 11h14v10H5z',
  seal: 'M12 2l2.4 2.2 3.2-.4.9 3.1 2.8 1.6-1.1 3 1.1 3-2.8 1.6-.9 3.1-3.2-.4L12 21l-2.4-2.2-3.2.4-.9-3.1-2.8-1.6 1.1-3-1.1-3 2.8-1.6.9-3.1 3.2.4zM8.5 11.5l2.5 2.5 4.5-5',
  check: 'M4 12.5l5 5L20 6.5',
  cross: 'M6 6l12 12M18 6L6 18',
  dash: 'M5 12h14',
  warn: 'M12 3l10 18H2zM12 10v5M12 18v.5',
  info: 'M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20zM12 11v6M12 7v.5',
  file: 'M6 2h8l5 5v15H6zM14 2v5h5',
  download: 'M12 3v12M7 10l5 5 5-5M4 21h16',
  pen: 'M4 20l1-5L16 4l4 4L9 19zM13 7l4 4',
  clock: 'M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20zM12 6v6l4 3',
  people: 'M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 21c0-4 3-7 7-7s7 3 7 7M16 3.5a4 4 0 0 1 0 7M18 14.5c2.4 1 4 3.400 4 6.500',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5',
  next: 'M9 5l7 7-7 7',
  back: 'M15 5l-7 7 7 7',
  external: 'M14 4h6v6M20 4l-9 9M18 14v6H4V6h6',
  down: 'M5 9l7 7 7-7',
  menu: 'M4 6h16M4 12h16M4 18h16',
  plus: 'M12 5v14M5 12h14',
  rows: 'M4 4h16M4 9h16M4 14h16M4 19h16',
} as const

export type IconName = keyof typeof paths

/** Decoration only: a word always stands beside it. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  )
}
