import { vi } from 'vitest';
import { CallError, type ApiError } from '$lib/api/types';

type Answer = (request: never) => unknown;

/** Answers of the command table by name; a thrown `ApiError` is a refusal. */
export function answering(answers: Record<string, Answer>) {
	return vi.fn(async (name: string, request: unknown) => {
		const answer = answers[name];
		if (answer === undefined) throw refusal('malformed');
		return answer(request as never);
	});
}

export function refusal(code: ApiError['code'], more: Partial<ApiError> = {}): CallError {
	return new CallError({ code, params: {}, fields: [], ref: '', ...more });
}
