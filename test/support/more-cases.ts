import * as fc from 'fast-check';

// Put before the files of a run by `--import`: a property that names no number of cases is asked many, of which none was asked before.
fc.configureGlobal({ ...fc.readConfigureGlobal(), numRuns: 20_000, interruptAfterTimeLimit: 20_000, markInterruptAsFailure: false });
