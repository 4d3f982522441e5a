// What markup in a .tsx file is made of; web/build puts it into each file. Calls of `h` pack smaller
// than those of preact/jsx-runtime, which name `children` at each element.

export { Fragment, h } from 'preact';
