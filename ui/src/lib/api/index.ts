import { connection } from './connection.svelte';
import { httpApi } from './http';
import { memoryTokens, tabTokens } from './session';
import { watchSession } from './session-end';
import { tauriApi } from './tauri';
import type { Api } from './types';

const inShell = typeof window !== 'undefined' && window.__TAURI_INTERNALS__ !== undefined;

/** The session token of this window, sent with every call. */
export const tokens = inShell ? memoryTokens() : tabTokens();

/** The one way from the screens to the command table. */
export const api: Api = watchSession(connection.watch(inShell ? tauriApi(tokens) : httpApi(tokens)));

export { endsSession, onSessionEnd } from './session-end';
export { newCommandId } from './command-id';
export { connection, isUnavailable } from './connection.svelte';
export { CallError, toApiError, type Api, type ApiError, type CommandName, type Request, type Response, type Topic } from './types';
