import { Component, Suspense, type ReactNode } from "react";
import { t } from "../i18n/t.ts";
import { testIds } from "../testids.ts";
import { Dialog } from "./Dialog.tsx";
import { retries, retryLoading } from "./later.ts";

/** What is shown, and what becomes of it where it fails. */
export interface BoundaryProps {
  /** Where a dialog would be, the failure is one as well; in place of a line there is room for no more than a line. */
  readonly as?: "pane" | "panel" | "dialog" | "line";
  readonly onClose?: () => void;
  /** While the part's code is on its way. */
  readonly loading?: ReactNode;
  readonly children: ReactNode;
}

/** What fails inside fails alone: connection and call go on, everything else stays on the page, and this part can be had again. */
export class Boundary extends Component<BoundaryProps, { readonly hasFailed: boolean }> {
  override readonly state = { hasFailed: false };
  #unsubscribe: (() => void) | undefined;

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override componentDidMount(): void {
    this.#unsubscribe = retries.subscribe(() => {
      if (this.state.hasFailed) this.setState({ hasFailed: false });
    });
  }

  override componentWillUnmount(): void {
    this.#unsubscribe?.();
  }

  override render(): ReactNode {
    const { as = "pane", onClose, loading = null, children } = this.props;
    if (!this.state.hasFailed) return <Suspense fallback={loading}>{children}</Suspense>;
    const reload = () => {
      retryLoading();
      retries.set(retries.get() + 1);
    };
    const failure = (
      <div className={`broken ${as}`} role="alert" data-testid={testIds.broken}>
        <p>{t("errors.part")}</p>
        <button type="button" className={as === "line" ? "link" : "button"} data-testid={testIds.brokenReload} onClick={reload}>
          {t("common.tryAgain")}
        </button>
        {onClose && as === "panel" && (
          <button type="button" className="button" onClick={onClose}>
            {t("common.close")}
          </button>
        )}
      </div>
    );
    if (as !== "dialog" || !onClose) return failure;
    return (
      <Dialog title={t("errors.title")} onClose={onClose}>
        {failure}
      </Dialog>
    );
  }
}
