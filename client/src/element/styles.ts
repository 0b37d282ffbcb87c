import { css } from 'lit'

/** Own colours with the page's tokens where there are any, so that the element looks right anywhere. */
export const styles = css`
  :host {
    display: grid;
    gap: 1.5rem;
    color: var(--ink, light-dark(#1b2430, #e7ebf0));
    font: inherit;
  }
  .drop {
    display: grid;
    justify-items: center;
    gap: 0.6rem;
    padding: 2rem 1rem;
    border: 2px dashed var(--line-strong, light-dark(#828f9f, #75849a));
    border-radius: 8px;
    background: var(--card, light-dark(#fff, #1c222b));
    text-align: center;
  }
  .drop.over {
    border-color: var(--accent, light-dark(#1d4f91, #8fbcf5));
    background: var(--accent-soft, light-dark(#e6eef9, #1e3250));
  }
  .choose {
    position: relative;
    display: inline-flex;
    align-items: center;
    min-block-size: 2.5rem;
    padding: 0.25rem 1.25rem;
    border-radius: 5px;
    background: var(--accent, light-dark(#1d4f91, #8fbcf5));
    color: var(--accent-ink, light-dark(#fff, #0d1b2c));
    font-weight: 600;
    cursor: pointer;
  }
  .choose:focus-within {
    outline: 2px solid var(--accent, light-dark(#1d4f91, #8fbcf5));
    outline-offset: 2px;
  }
  .choose input {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: pointer;
  }
  p,
  h2,
  h3,
  ul {
    margin: 0;
    padding: 0;
  }
  .soft,
  small {
    color: var(--ink-soft, light-dark(#4a5768, #b3bdc9));
    font-size: 0.8125rem;
  }
  .soft {
    max-inline-size: 40rem;
  }
  code {
    overflow-wrap: anywhere;
    font-size: 0.85em;
  }
  .report {
    display: grid;
    gap: 1rem;
    grid-template-columns: minmax(0, 1fr);
  }
  .verdict {
    --tone: var(--warn, light-dark(#7a4f00, #f0c36b));
    --soft: var(--warn-soft, light-dark(#fdf3dc, #3a2f16));
    display: flex;
    gap: 1rem;
    align-items: center;
    padding: 1rem 1.25rem;
    border-inline-start: 6px solid var(--tone);
    border-radius: 5px;
    background: var(--soft);
  }
  .verdict.valid {
    --tone: var(--good, light-dark(#1c6b3c, #83d3a0));
    --soft: var(--good-soft, light-dark(#e5f4ea, #1b3526));
  }
  .verdict.invalid,
  .verdict.revoked {
    --tone: var(--bad, light-dark(#a3211f, #f79d97));
    --soft: var(--bad-soft, light-dark(#fdeceb, #43211f));
  }
  .verdict h2 {
    color: var(--tone);
    font-size: 1.5rem;
    line-height: 1.25;
    outline: none;
  }
  .verdict .sign {
    color: var(--tone);
    font-size: 2.25rem;
    line-height: 1;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    background: var(--card, light-dark(#fff, #1c222b));
  }
  th,
  td {
    padding: 0.5rem 0.75rem;
    border-block-end: 1px solid var(--line, light-dark(#dce1e7, #333d4a));
    text-align: start;
    vertical-align: top;
  }
  td small {
    display: block;
  }
  td.good {
    color: var(--good, light-dark(#1c6b3c, #83d3a0));
  }
  td.bad,
  .checks .bad .mark {
    color: var(--bad, light-dark(#a3211f, #f79d97));
  }
  .reasons {
    padding-inline-start: 1.2rem;
    overflow-wrap: anywhere;
    font-weight: 600;
  }
  .checks {
    display: grid;
    gap: 0.35rem;
    list-style: none;
  }
  .checks li {
    display: grid;
    grid-template-columns: 1.25rem 1fr;
    gap: 0.5rem;
  }
  .checks .mark {
    font-weight: 700;
    text-align: center;
  }
  .checks .ok .mark {
    color: var(--good, light-dark(#1c6b3c, #83d3a0));
  }
  .checks .bad {
    font-weight: 600;
  }
  button {
    min-block-size: 2.25rem;
    padding: 0 1rem;
    font: inherit;
  }
`
