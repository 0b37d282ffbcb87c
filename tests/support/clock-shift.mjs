// Loaded with --import: the program's clock is wrong by HOCBA_CLOCK_SHIFT milliseconds.
const shift = Number(process.env.HOCBA_CLOCK_SHIFT ?? 0)
const Real = Date

globalThis.Date = class extends Real {
  constructor(...parts) {
    if (parts.length === 0) super(Real.now() + shift)
    else super(...parts)
  }

  static now() {
    return Real.now() + shift
  }
}
