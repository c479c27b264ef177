/** W3C Trace Context, version 00; neither id is all zeros. Of what isn't recorded (flags 00, 02) the server would record nothing either, whatever its operator wants. */
const recorded = /^00-(?!0+-)[\da-f]{32}-(?!0+-)[\da-f]{16}-0[13]$/;

/** What a request is a part of, as the app says. Whatever goes wrong with that, the request doesn't. */
export function traceOf(traceparent: (() => unknown) | undefined): string | undefined {
  try {
    return recorded.exec(traceparent?.() as string)?.[0];
  } catch {
    return undefined;
  }
}
