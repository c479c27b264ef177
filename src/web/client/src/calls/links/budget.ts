/** What one link may send. */
export interface Budget {
  readonly videoKbps: number;
  readonly screenKbps: number;
  readonly audioKbps: number;
  /** The camera's picture is sent smaller by this factor. */
  readonly scaleDown: number;
}

const alone: Budget = { videoKbps: 1_800, screenKbps: 2_500, audioKbps: 40, scaleDown: 1 };
const toTwo: Budget = { videoKbps: 900, screenKbps: 1_500, audioKbps: 32, scaleDown: 1.5 };
const toMore: Budget = { videoKbps: 500, screenKbps: 1_000, audioKbps: 32, scaleDown: 2 };

/**
 * In a mesh each browser sends its picture to every other, encoded anew for each: four participants are three uploads. These caps
 * keep the sum below 2 Mbit/s and three encoders within what a small laptop has, so that a call of four stays watchable.
 */
export function meshBudget(others: number): Budget {
  if (others <= 1) return alone;
  return others === 2 ? toTwo : toMore;
}

/** Sets the caps of one sender; the browser changes quality within them by itself. */
export async function limit(sender: RTCRtpSender, budget: Budget, isScreen: boolean): Promise<void> {
  const { track } = sender;
  if (!track) return;
  const parameters: RTCRtpSendParameters & { degradationPreference?: string } = sender.getParameters();
  // Before the first negotiation a browser has no encodings to set.
  const [encoding] = parameters.encodings;
  if (!encoding) return;
  if (track.kind === "audio") {
    encoding.maxBitrate = budget.audioKbps * 1_000;
  } else {
    encoding.maxBitrate = (isScreen ? budget.screenKbps : budget.videoKbps) * 1_000;
    encoding.scaleResolutionDownBy = isScreen ? 1 : budget.scaleDown;
    parameters.degradationPreference = isScreen ? "maintain-resolution" : "balanced";
  }
  // It fails where the parameters became stale meanwhile; the next change sets them again.
  await sender.setParameters(parameters).catch(() => undefined);
}
