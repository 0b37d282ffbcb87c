/** How much of something is done; the numbers stand beside the bar. */
export function Meter({ label, value, total }: { readonly label: string; readonly value: number; readonly total: number }) {
  const share = total === 0 ? 1 : value / total
  return (
    <span
      className={share >= 1 ? 'meter full' : 'meter'}
      role="meter"
      aria-label={label}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={total}
    >
      <span className="meter-track" aria-hidden="true">
        <span className="meter-fill" style={{ inlineSize: `${Math.round(share * 100)}%` }} />
      </span>
      <span className="meter-text">
        {value}/{total}
      </span>
    </span>
  )
}

/** Work under way, announced as it goes. */
export function Progress({ label, value, total }: { readonly label: string; readonly value: number; readonly total: number }) {
  return (
    <div className="progress">
      <div role="progressbar" aria-label={label} aria-valuenow={value} aria-valuemin={0} aria-valuemax={total} className="meter-track">
        <span className="meter-fill" style={{ inlineSize: `${total === 0 ? 0 : Math.round((value / total) * 100)}%` }} />
      </div>
      <span role="status">
        {label}: {value}/{total}
      </span>
    </div>
  )
}
