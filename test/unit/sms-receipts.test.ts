import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Config } from '../../adapters/config.ts';
import { receiptReader, twilioReceiptUrl, twilioSignatureOf } from '../../adapters/sms/receipts.ts';

const ID = '019aaf7e-5c00-7cc4-8d3e-2f6a1b9c0d11';
const [TOKEN, ORIGIN, KEY] = ['a token of the account', 'https://dms.example', 'k'.repeat(32)];

const readerOf = (provider: string) =>
  receiptReader({ sms: { provider, receiptUrl: ORIGIN, twilio: { authToken: TOKEN }, msg91: { receiptKey: KEY } } } as unknown as Config);

const twilio = (fields: Record<string, string>) => {
  const form = new URLSearchParams(fields);
  const signature = twilioSignatureOf(TOKEN, twilioReceiptUrl(ORIGIN, ID), form);
  return readerOf('twilio').read({ provider: 'twilio', key: ID, signature, body: form.toString() });
};
const msg91 = (said: object) => readerOf('msg91').read({ provider: 'msg91', key: KEY, signature: undefined, body: JSON.stringify(said) });

it('NOT-04 of Twilio every status that is the end of a message is one, and of its words a code alone is kept', () => {
  for (const [status, outcome] of Object.entries({ delivered: 'delivered', undelivered: 'undelivered', failed: 'undelivered' }))
    assert.deepEqual(twilio({ MessageStatus: status, ErrorCode: '30003' }), [{ notificationId: ID, outcome, detail: 'error 30003' }]);
  for (const status of ['queued', 'sending', 'sent', '', 'constructor']) assert.deepEqual(twilio({ MessageStatus: status }), [], status);
  for (const ErrorCode of ['', '123', '1234567', 'of +919845012345'])
    assert.deepEqual(twilio({ MessageStatus: 'failed', ErrorCode }), [{ notificationId: ID, outcome: 'undelivered', detail: null }]);
});

it('NOT-04 of MSG91 every status that is the end of a message is one, and nobody’s number is kept', () => {
  for (const [status, outcome] of [['1', 'delivered'], ...['2', '9', '16', '17', '25'].map((each) => [each, 'undelivered'])])
    for (const as of [status, Number(status)])
      assert.deepEqual(msg91({ campaignName: ID, status: as, desc: 'NDNC' }), [{ notificationId: ID, outcome, detail: 'NDNC' }]);
  for (const status of ['0', '26', 'constructor']) assert.deepEqual(msg91({ campaignName: ID, status }), [], status);
  for (const desc of ['to 919845012345', 'x'.repeat(61), ''])
    assert.deepEqual(msg91({ campaignName: ID, status: '2', desc }), [{ notificationId: ID, outcome: 'undelivered', detail: null }]);
  assert.deepEqual(msg91({ campaignName: 'of somebody else', status: '1' }), []);
});
