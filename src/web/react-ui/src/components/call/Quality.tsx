import type { LinkQuality, RemoteParticipant } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useId } from "react";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { testIds } from "../../testids.ts";

const words = { good: "calls.good", fair: "calls.fair", poor: "calls.poor" } as const;
const bars = { good: 3, fair: 2, poor: 1 } as const;

/** Bars, and at hover or focus what they come from; told apart by their number as well as by colour. */
export function Quality({ remote: { quality, link, participant }, name }: { remote: RemoteParticipant; name: string }) {
  const { calls } = useClient();
  const id = useId();
  if (!quality) return null;
  const grade = link === "connected" ? quality.grade : "poor";
  return (
    <span className="quality" data-testid={testIds.callQuality} data-grade={grade}>
      <button
        type="button"
        className="quality-bars"
        aria-label={t("calls.gradeWith", { grade: t(words[grade]), name })}
        aria-describedby={id}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      >
        {[1, 2, 3].map((bar) => (
          <i key={bar} className={bar <= bars[grade] ? "on" : ""} />
        ))}
      </button>
      <span id={id} className="quality-details" role="tooltip">
        <strong>{t(words[grade])}</strong>
        <Details quality={quality} />
        <button type="button" className="link" data-testid={testIds.callReconnect} onClick={() => attempt(calls.restart(participant))}>
          {t("calls.newRoute")}
        </button>
      </span>
    </span>
  );
}

function Details({ quality: { rttMs, lossPct, jitterMs, bitrateKbps, width, height, framesPerSecond, isRelayed } }: { quality: LinkQuality }) {
  const rows: readonly (readonly [string, string | null])[] = [
    [t("calls.roundTrip"), rttMs === null ? null : t("calls.ms", { count: Math.round(rttMs) })],
    [t("calls.loss"), lossPct === null ? null : `${lossPct.toFixed(1)} %`],
    [t("calls.jitter"), jitterMs === null ? null : t("calls.ms", { count: Math.round(jitterMs) })],
    [t("calls.bitrate"), t("calls.kbits", { count: Math.round(bitrateKbps) })],
    [t("people.video"), width === null ? null : `${width} × ${height ?? "?"}${framesPerSecond === null ? "" : `, ${Math.round(framesPerSecond)}/s`}`],
    [t("calls.route"), isRelayed ? t("calls.relayed") : t("calls.direct")],
  ];
  return (
    <dl>
      {rows.map(([term, value]) =>
        value === null ? null : (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
