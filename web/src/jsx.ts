// What markup in a .tsx file is made of: the bundle calls the globals `h` and `Fragment`. Such calls
// pack smaller than those of preact/jsx-runtime, which name `children` at each element, and files
// without markup import nothing for them.

import { Fragment, h } from 'preact';

Object.assign(globalThis, { Fragment, h });
