import t from 'tap';
import { sampleApp } from './app.ts';

void t.test('the page of the documents is served whole from here, with nothing from elsewhere', async (t) => {
  const app = await sampleApp();
  t.teardown(() => app.close());
  const page = await app
    .inject({ method: 'GET', url: '/docs/' })
    .then((found) => (found.statusCode === 200 ? found : app.inject({ method: 'GET', url: '/docs' })));
  t.equal(page.statusCode, 200);
  t.match(page.headers['content-type'], /text\/html/);
  const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url!);
  t.ok(assets.length > 2, 'the page names its assets');
  for (const url of assets) {
    t.notMatch(url, /^(https?:)?\/\//, `${url} is ours`);
    const asset = await app.inject({ method: 'GET', url: new URL(url, 'http://here/docs/').pathname });
    t.equal(asset.statusCode, 200, `${url} is there`);
  }
});
