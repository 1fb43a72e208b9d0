import { Command } from 'commander';

export const openapiCommand = (): Command =>
  new Command('openapi').description('print the OpenAPI document; needs no server').action(async () => {
    const { openApiDocument } = await import('../../http/openapi-document.ts');
    console.log(JSON.stringify(await openApiDocument(), null, 2));
  });
