/** The number in `o=` names the peer connection that made the SDP (RFC 8866 §5.2), as JSEP keeps it for its life. */
export function sessionOf(sdp: string | undefined): string | null {
  return /^o=\S+ (\S+) /m.exec(sdp ?? "")?.[1] ?? null;
}
