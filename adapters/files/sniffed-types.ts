import { fileTypeFromBuffer } from 'file-type';
import type { FileTypes } from '@dms/domain/files/ports';

/** By the marks that file formats begin with. */
export const sniffedTypes: FileTypes = async (head) => (await fileTypeFromBuffer(head))?.mime;
