/** The PDF that proves a freeze; opened beside the page, to be printed or kept. */
export const receiptUrl = (gridId: string, version: number | 'latest'): string => `/api/grids/${gridId}/receipts/${version}`
