import { testIds } from "../../testids.ts";
import { Dialog } from "../Dialog.tsx";
import "../../styles/later.css";

interface SignOutDialogProps {
  /** How many messages wait to be sent. */
  readonly unsent: number;
  readonly onSignOut: () => void;
  readonly onClose: () => void;
}

/** Asks before what was written and not sent is lost. */
export function SignOutDialog({ unsent, onSignOut, onClose }: SignOutDialogProps) {
  return (
    <Dialog title="Sign out with unsent messages?" onClose={onClose} testId={testIds.signOutDialog}>
      <p>
        {unsent === 1 ? "One message hasn’t" : `${unsent} messages haven’t`} been sent yet. Signing out deletes {unsent === 1 ? "it" : "them"} from this browser, along with your drafts.
      </p>
      <p className="row dialog-actions">
        <button type="button" className="button" autoFocus onClick={onClose}>
          Stay signed in
        </button>
        <button type="button" className="button danger-fill" data-testid={testIds.signOutAnyway} onClick={onSignOut}>
          Delete and sign out
        </button>
      </p>
    </Dialog>
  );
}
