import { useClient, useConnection, useNames, useSelected } from "@akkarealtime/react";
import { useCallback, useRef, useState, type ChangeEvent, type KeyboardEvent, type PointerEvent } from "react";
import { t } from "../../i18n/t.ts";
import { explain } from "../../notifications/explain.ts";
import { toast } from "../../notifications/toasts.ts";
import { setPicture } from "../../picture-book.ts";
import { pictures } from "../../pictures.ts";
import { laterTestIds } from "../../testids-later.ts";
import { Avatar } from "../Avatar.tsx";
import { Dialog } from "../Dialog.tsx";
import { middle, mostZoom, moved, placeOf, side, type Crop } from "./crop.ts";

/** How far an arrow key moves, in pixels of the square. */
const step = 8;

/** My picture: chosen, made a square of, removed. */
export function PictureDialog({ onClose }: { onClose: () => void }) {
  const client = useClient();
  const name = useNames()(client.user);
  const most = useConnection().session?.limits.maxPictureBytes;
  const isOwn = useSelected(pictures, (of) => of(client.user))?.startsWith("blob:") === true;
  const [image, setImage] = useState<ImageBitmap | null>(null);
  const [crop, setCrop] = useState<Crop>(middle);
  const [isBusy, setBusy] = useState(false);
  const input = useRef<HTMLInputElement>(null);

  const choose = async ({ target }: ChangeEvent<HTMLInputElement>) => {
    const [file] = target.files ?? [];
    target.value = "";
    if (!file) return;
    try {
      const chosen = await createImageBitmap(file);
      setImage(chosen);
      setCrop(middle);
    } catch {
      toast(t("picture.unreadable"));
    }
  };
  const send = async (picture: () => Promise<Blob | null>) => {
    setBusy(true);
    try {
      await setPicture(client, await picture());
      onClose();
    } catch (error) {
      toast(explain(error));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("picture.title")} onClose={onClose} testId={laterTestIds.picture}>
      {image ? (
        <Cropping image={image} crop={crop} onCrop={setCrop} />
      ) : (
        <div className="profile">
          <Avatar id={client.user} name={name} size={96} />
          <p className="muted">{t("picture.hint")}</p>
        </div>
      )}
      <input ref={input} type="file" accept="image/*" hidden data-testid={laterTestIds.pictureFile} onChange={(event) => void choose(event)} />
      <p className="row dialog-actions">
        {isOwn && !image && (
          <button type="button" className="button danger" disabled={isBusy} data-testid={laterTestIds.pictureRemove} onClick={() => void send(() => Promise.resolve(null))}>
            {t("common.remove")}
          </button>
        )}
        <button type="button" className={image ? "button" : "button primary"} disabled={isBusy} onClick={() => input.current?.click()}>
          {t(image ? "picture.another" : "picture.choose")}
        </button>
        {image && (
          <button type="button" className="button primary" disabled={isBusy} data-testid={laterTestIds.pictureSave} onClick={() => void send(() => encode(image, crop, most ?? Infinity))}>
            {t("common.save")}
          </button>
        )}
      </p>
    </Dialog>
  );
}

interface CroppingProps {
  readonly image: ImageBitmap;
  readonly crop: Crop;
  readonly onCrop: (crop: Crop) => void;
}

/** The square: moved with a finger, the mouse or the arrow keys, and zoomed. */
function Cropping({ image, crop, onCrop }: CroppingProps) {
  const canvas = useCallback(
    (element: HTMLCanvasElement | null) => {
      if (element) draw(element, image, crop);
    },
    [image, crop],
  );
  const drag = ({ buttons, movementX, movementY }: PointerEvent) => {
    if (buttons === 1) onCrop(moved(image, crop, movementX, movementY));
  };
  const press = (event: KeyboardEvent) => {
    const [right, down] = { ArrowLeft: [step, 0], ArrowRight: [-step, 0], ArrowUp: [0, step], ArrowDown: [0, -step] }[event.key] ?? [];
    if (right === undefined || down === undefined) return;
    event.preventDefault();
    onCrop(moved(image, crop, right, down));
  };
  return (
    <div className="cropping">
      <canvas
        ref={canvas}
        width={side}
        height={side}
        role="application"
        tabIndex={0}
        aria-label={t("picture.move")}
        title={t("picture.move")}
        data-testid={laterTestIds.pictureCrop}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onKeyDown={press}
      />
      <label>
        {t("picture.zoom")}
        <input type="range" min={1} max={mostZoom} step={0.05} value={crop.zoom} onChange={(event) => onCrop(moved(image, crop, 0, 0, event.target.valueAsNumber))} />
      </label>
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, image: ImageBitmap, crop: Crop): void {
  const context = canvas.getContext("2d");
  if (!context) return;
  const { left, top, width, height } = placeOf(image, crop);
  context.imageSmoothingQuality = "high";
  // What can be seen through shows on white, as where it was chosen, and not the initials.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, side, side);
  context.drawImage(image, left, top, width, height);
}

/** Encoded anew, so that nothing else that a camera has written goes along. WebP, where the browser can; in the first of the qualities that the server takes. */
async function encode(image: ImageBitmap, crop: Crop, most: number): Promise<Blob | null> {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  draw(canvas, image, crop);
  let made: Blob | null = null;
  for (const quality of [0.9, 0.75, 0.5]) {
    for (const type of ["image/webp", "image/jpeg"]) {
      made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, quality));
      if (made?.type === type) break;
    }
    if (made && made.size <= most) break;
  }
  return made;
}
