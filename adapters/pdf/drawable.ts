import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import type { DeliveryChallan } from '@dms/domain/inventory/delivery-challan';
import { originalOf } from '@dms/domain/files/ports';
import { imageOf } from '@dms/domain/shared/image';
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

// Of 2000 by 2000 pixels, four channels of two bytes, with one byte before each row.
const MOST_PIXEL_BYTES = 2000 * (2000 * 8 + 1);

/** The compressed pixels of a PNG: its IDAT chunks, ISO/IEC 15948, 5.3. */
const pixelsOf = (png: Buffer): Buffer => {
  const parts: Buffer[] = [];
  for (let at = 8; at + 12 <= png.length; at += 12 + png.readUInt32BE(at))
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  return Buffer.concat(parts);
};

/** The engine puts pixels into the paper unread, or unpacks however many there are: so they are unpacked here first, within bounds. */
const refuseBrokenPixels = async (image: Uint8Array): Promise<void> => {
  if (imageOf(image)?.type === 'image/png') await promisify(inflate)(pixelsOf(Buffer.from(image)), { maxOutputLength: MOST_PIXEL_BYTES });
};

const tryIt = async (image: Uint8Array): Promise<void> => {
  await refuseBrokenPixels(image);
  const { draw, close } = drawingThread();
  try {
    await draw({ ...trial, document: blank }, logoUrl(image));
  } finally {
    await close();
  }
};

/**
 * Whether papers can be drawn with this logo, which only drawing one tells: a file may be cut short, or of a kind that the engine does
 * not know. The thread ends with it, as logos are rare, and takes along what a hostile image made of it.
 */
export const isDrawable = async (image: Uint8Array): Promise<boolean> => {
  const [tried] = await Promise.allSettled([tryIt(image)]);
  return tried.status === 'fulfilled';
};
