import { Command } from 'commander';

export const openapiCommand = (): Command =>
  new Command('openapi')
    .description('print the OpenAPI document; needs no server')
    .option('--json', 'print JSON, as it does in any case')
    .action(async () => {
      const { openApiDocument } = await import('../../http/openapi-document.ts');
      console.log(JSON.stringify(await openApiDocument(), null, 2));
    });
