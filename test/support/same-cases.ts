import * as fc from 'fast-check';

// `npm test` asks every property the same cases each time, so that a change is told by what it breaks and not by luck. New ones are looked
// for by `npm run test:strength`, and by each file that is run alone.
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: 20_261_128 });
