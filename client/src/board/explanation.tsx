import type { ReactNode } from 'react'
import type { Explained } from '@hocba/shared/assessment'

/** The sentences of a computed value and the article they follow. */
export function Explanation({ why, children }: { readonly why: Explained<unknown>; readonly children?: ReactNode }) {
  return (
    <>
      <ol className="steps">
        {why.steps.map((step, index) => (
          <li key={index}>{step}</li>
        ))}
      </ol>
      <small>{why.rule}</small>
      {children}
    </>
  )
}
