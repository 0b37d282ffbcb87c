import { useTranslation } from 'react-i18next'
import { Icon } from '../ui/icon.tsx'
import type { Finding } from './look.ts'
import { useWatch } from './use-watch.ts'

const vi = {
  rewritten:
    'Lịch sử sổ điểm trên máy chủ đã bị sửa: nó không nối tiếp lịch sử mà máy này đã thấy trước đây. Xin ngừng nhập và báo ngay cho hiệu trưởng.',
  altered: (entry: number) =>
    `Lịch sử sổ điểm trên máy chủ đã bị sửa ở mục ${entry}. Máy chủ không nhận thay đổi nữa. Xin báo ngay cho hiệu trưởng; thay đổi chưa gửi vẫn ở trên máy này.`,
  rewound:
    'Máy chủ thiếu những mục mà sổ nhật ký đã từng có, có thể vừa khôi phục từ bản sao lưu cũ. Máy chủ không nhận thay đổi cho đến khi hiệu trưởng mở kỳ mới; thay đổi chưa gửi vẫn ở trên máy này.',
  restored: (at: string, by: string, reason: string) =>
    `Sổ đã được khôi phục từ bản sao lưu; những thay đổi sau bản đó không còn. ${by} chấp nhận lúc ${at}: «${reason}». Xin xem lại điểm đã nhập gần đây.`,
  accept: 'Đã hiểu',
}

const en: typeof vi = {
  rewritten:
    'The history on the server was rewritten: it does not continue what this computer has seen before. Stop entering and tell the principal at once.',
  altered: (entry) =>
    `The history on the server was changed at entry ${entry}. The server takes no more changes. Tell the principal at once; unsent changes stay on this computer.`,
  rewound:
    'The server lacks entries that the log once had, perhaps after a restore from an old backup. It takes no changes until the principal opens a new line; unsent changes stay on this computer.',
  restored: (at, by, reason) =>
    `The gradebook was restored from a backup; changes after it are gone. ${by} accepted that at ${at}: “${reason}”. Please look at recently entered marks again.`,
  accept: 'Understood',
}

/** A bar on every page while the school's log is not what this browser remembers. */
export function LogAlarm({ user }: { readonly user: string }) {
  const { i18n } = useTranslation()
  const { finding, accept } = useWatch()
  const text = i18n.language === 'en' ? en : vi
  if (!finding || finding.kind === 'good') return null
  return (
    <div className="bar warn" role="alert" data-log={finding.kind}>
      <Icon name="warn" />
      <p>
        <strong>{wordsOf(finding, text, i18n.language)}</strong>
      </p>
      {finding.kind === 'restored' && (
        <button type="button" className="button small" onClick={() => void accept(user)}>
          {text.accept}
        </button>
      )}
    </div>
  )
}

function wordsOf(finding: Exclude<Finding, { kind: 'good' }>, text: typeof vi, language: string): string {
  if (finding.kind === 'rewound') return text.rewound
  if (finding.kind === 'rewritten') return text.rewritten
  if (finding.kind === 'altered') return text.altered(finding.index)
  const { at, by, reason } = finding.line
  return text.restored(new Date(at).toLocaleString(language), by, reason)
}
