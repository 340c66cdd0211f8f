export { ariaKeys, caps } from './bindings';
export { keys, useKeyLayer, useKeys, type KeyCommand } from './registry.svelte';
