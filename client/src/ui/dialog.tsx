import type { ReactNode } from 'react'
import { Dialog as AriaDialog, Heading } from 'react-aria-components/Dialog'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  /** `side` slides a panel in from the right so that the page stays in sight. */
  readonly size?: 'small' | 'medium' | 'wide' | 'side'
  readonly children: ReactNode
}

/** Traps focus, closes with Escape and gives focus back. */
export function Dialog({ title, onClose, size = 'medium', children }: DialogProps) {
  const { t } = useTranslation('app')
  return (
    <ModalOverlay className={`overlay ${size}`} isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={`modal ${size}`}>
        <AriaDialog className="dialog">
          <header className="dialog-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <button type="button" className="button quiet square" aria-label={t('close')} onClick={onClose}>
              <Icon name="cross" />
            </button>
          </header>
          <div className="dialog-body">{children}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export const DialogActions = ({ children }: { readonly children: ReactNode }) => <div className="dialog-actions">{children}</div>
