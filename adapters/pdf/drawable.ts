import type { DeliveryChallan } from '@dms/domain/inventory/delivery-challan';
import { originalOf } from '@dms/domain/files/ports';
import { drawingThread } from './drawing-thread.ts';
import { logoUrl } from './paper-drawer.ts';

const nowhere = {
  legalName: '-',
  branchName: '-',
  branchCode: '-',
  lines: [],
  city: '-',
  state: '-',
  stateCode: '-',
  pincode: '-',
  gstin: '-',
};

const trial = { ...originalOf('CHALLAN', '-'), kind: 'CHALLAN' } as const;

/** A paper with nothing on it but the logo. */
const blank: DeliveryChallan = {
  ...{ template: { version: 1, language: 'en' }, title: 'Delivery Challan', number: '-', date: '2026-01-01' },
  ...{ issuedAt: '2026-01-01T00:00:00.000Z', transferNumber: '-', consignor: nowhere, consignee: nowhere, reason: '-', lines: [] },
  ...{ taxableValue: '0.00', transport: {}, copies: [] },
};

/**
 * Whether papers can be drawn with this logo, which only drawing one tells: a file may be cut short, or of a kind that the engine does
 * not know. The thread ends with it, as logos are rare, and takes along what a hostile image made of it.
 */
export const isDrawable = async (image: Uint8Array): Promise<boolean> => {
  const { draw, close } = drawingThread();
  const [drawn] = await Promise.allSettled([draw({ ...trial, document: blank }, logoUrl(image))]);
  await close();
  return drawn.status === 'fulfilled';
};
