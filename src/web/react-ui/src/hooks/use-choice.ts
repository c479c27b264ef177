import { useState, type KeyboardEvent } from "react";

interface Choice {
  readonly index: number;
  readonly setIndex: (index: number) => void;
  /** True where the key was for the list. */
  readonly onKey: (event: KeyboardEvent) => boolean;
}

/** The keys of a list that opens under an input: arrows, Enter or Tab, Escape. `first` is what is chosen before any key. */
export function useChoice(count: number, first: number, choose: (index: number) => void, close: () => void): Choice {
  const [moved, setIndex] = useState(first);
  const index = Math.min(moved, count - 1);
  const onKey = (event: KeyboardEvent): boolean => {
    if (count === 0 || event.nativeEvent.isComposing) return false;
    switch (event.key) {
      case "ArrowDown":
        setIndex(index >= count - 1 ? 0 : index + 1);
        break;
      case "ArrowUp":
        setIndex(index <= 0 ? count - 1 : index - 1);
        break;
      case "Enter":
      case "Tab":
        if (index < 0 || event.shiftKey) return false;
        choose(index);
        setIndex(first);
        break;
      case "Escape":
        close();
        setIndex(first);
        break;
      default:
        return false;
    }
    event.preventDefault();
    event.stopPropagation();
    return true;
  };
  return { index, setIndex, onKey };
}
