import type { Attachment, LinkPreview, Message, Room } from "@akkarealtime/client";
import { useClient } from "@akkarealtime/react";
import { useRef } from "react";
import { Icon } from "../../components/Icon.tsx";
import { t } from "../../i18n/t.ts";
import { attempt } from "../../notifications/toasts.ts";
import { laterTestIds } from "../../testids-later.ts";
import { cleanText } from "../../text/clean.ts";
import { safeHref } from "../../text/linkify.ts";
import { useAddress } from "../files/Attachments.tsx";
import { rightsOn } from "./message-rights.ts";

/** Where the links of a message lead. Each has the same height, with a picture and without: nothing moves when one comes. */
export function LinkPreviews({ message, room, me }: { message: Message; room: Room; me: string }) {
  const { rooms } = useClient();
  return (
    <div className="link-previews" data-testid={laterTestIds.linkPreviews}>
      {message.previews?.map((preview) => (
        <Card key={preview.url} preview={preview} />
      ))}
      {rightsOn(message, room, me).delete && (
        <button
          type="button"
          className="icon-button"
          aria-label={t("preview.remove")}
          title={t("preview.remove")}
          data-testid={laterTestIds.linkPreviewRemove}
          onClick={() => attempt(rooms.unpreview(room.id, message.id))}
        >
          <Icon name="close" size={14} />
        </button>
      )}
    </div>
  );
}

function Card({ preview: { url, site, title, description, image } }: { preview: LinkPreview }) {
  const href = safeHref(url);
  if (href === null) return null;
  return (
    <a className="link-preview" href={href} target="_blank" rel="noopener noreferrer nofollow" data-testid={laterTestIds.linkPreview}>
      {image && <Picture image={image} />}
      <span className="link-preview-text">
        <small dir="auto">{cleanText(site ?? new URL(href).host)}</small>
        <strong dir="auto">{cleanText(title ?? url)}</strong>
        {description !== undefined && <span dir="auto">{cleanText(description)}</span>}
      </span>
    </a>
  );
}

function Picture({ image }: { image: Attachment }) {
  const place = useRef<HTMLImageElement>(null);
  const url = useAddress(image, place);
  return <img ref={place} width={80} height={80} alt="" decoding="async" {...(url !== null && { src: url })} />;
}
