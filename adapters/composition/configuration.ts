import { approvable } from '@dms/domain/approvals/approvable';
import { listSettings, readSetting } from '@dms/domain/configuration/use-cases/read-settings';
import { setSetting } from '@dms/domain/configuration/use-cases/set-setting';

export const configuration = {
  listSettings,
  readSetting,
  setSetting: approvable('setSetting', setSetting),
};
