import type { Person } from "@akkarealtime/client";
import { matches } from "@akkarealtime/client";
import { useClient, useNames } from "@akkarealtime/react";
import { useId, useState } from "react";
import { useChoice } from "../hooks/use-choice.ts";
import { useCloseOnBlur } from "../hooks/use-close-on-blur.ts";
import { t } from "../i18n/t.ts";
import { testIds } from "../testids.ts";
import { Avatar } from "./Avatar.tsx";
import { Icon } from "./Icon.tsx";
import { resolve, type Picked } from "./picking.ts";
import { useFoundPeople } from "./use-found-people.ts";

interface PeoplePickerProps {
  readonly label: string;
  readonly value: Picked;
  readonly onChange: (value: Picked) => void;
  readonly isSingle?: boolean;
  readonly isRequired?: boolean;
  readonly autoFocus?: boolean;
  /** Whom not to suggest: they are there already. */
  readonly without?: ReadonlySet<string>;
  readonly testId: string;
}

const mostSuggested = 6;

function withFound(known: readonly Person[], found: readonly Person[]): readonly Person[] {
  const ids = new Set(known.map(({ user }) => user));
  return [...known, ...found.filter(({ user }) => !ids.has(user))];
}

/** People by name, from those that I know, and those that the server's directory finds: Enter takes the first. Whoever isn't among them is named by id. */
export function PeoplePicker({ label, value, onChange, isSingle = false, isRequired = false, autoFocus = false, without, testId }: PeoplePickerProps) {
  const { people, user: me } = useClient();
  const nameOf = useNames();
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  // What is shown while a press that has left the field goes on: somebody who was found then would move what is being pressed, and the press would go nowhere.
  const [held, setHeld] = useState<readonly Person[] | null>(null);
  const { users, text } = value;
  const isChosen = isSingle && users.length > 0;
  // A list of several ids is looked up when it is sent.
  const found = useFoundPeople(isOpen && !isChosen && !/[,;]/.test(text) ? text : "");
  const fitting: readonly Person[] =
    isOpen && !isChosen && text.trim() !== ""
      ? withFound(people.known(), found)
          .filter((person) => person.user !== me && !users.includes(person.user) && !without?.has(person.user) && matches(person, text))
          .slice(0, mostSuggested)
      : [];
  const suggestions = isOpen && held ? held : fitting;

  const add = (user: string) => {
    if (!user) return;
    onChange({ users: isSingle ? [user] : [...users.filter((other) => other !== user), user], text: "" });
    setOpen(false);
  };
  const onBlur = useCloseOnBlur(isOpen, () => setOpen(false));
  const choice = useChoice(suggestions.length, 0, (index) => add(suggestions[index]?.user ?? ""), () => setOpen(false));

  return (
    <div className="field picker">
      <label htmlFor={`${id}-input`}>{label}</label>
      <div className="picker-box">
        {users.map((user) => (
          <span key={user} className="chip">
            <Avatar id={user} name={nameOf(user)} size={20} />
            {nameOf(user)}
            <button type="button" aria-label={t("people.without", { name: nameOf(user) })} onClick={() => onChange({ users: users.filter((other) => other !== user), text })}>
              <Icon name="close" size={12} />
            </button>
          </span>
        ))}
        <input
          id={`${id}-input`}
          role="combobox"
          aria-expanded={suggestions.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={choice.index >= 0 ? `${id}-${choice.index}` : undefined}
          autoComplete="off"
          autoFocus={autoFocus}
          required={isRequired && users.length === 0}
          placeholder={users.length === 0 ? t("people.nameOrId") : isSingle ? "" : t("people.andMore")}
          value={text}
          data-testid={testId}
          onChange={(event) => {
            onChange({ users: isSingle ? [] : users, text: event.target.value });
            setOpen(true);
          }}
          onFocus={() => setHeld(null)}
          onBlur={(event) => {
            setHeld(suggestions);
            onBlur(event);
          }}
          onKeyDown={(event) => {
            if (choice.onKey(event)) return;
            if (event.key === "," && !isSingle && text.trim()) {
              event.preventDefault();
              const { users: found, unknown } = resolve({ users: [], text }, people.known());
              add(found[0] ?? unknown[0] ?? "");
            } else if (event.key === "Backspace" && text === "" && users.length > 0) {
              onChange({ users: users.slice(0, -1), text });
            }
          }}
        />
      </div>
      {suggestions.length > 0 && (
        <ul id={`${id}-list`} className="suggestions" role="listbox" aria-label={t("people.title")}>
          {suggestions.map((person, index) => (
            <li
              key={person.user}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === choice.index}
              className="suggestion"
              data-testid={testIds.personSuggestion}
              data-user={person.user}
              // Before the input loses the focus, which would close the list.
              onPointerDown={(event) => {
                event.preventDefault();
                add(person.user);
              }}
              onPointerMove={() => choice.setIndex(index)}
            >
              <Avatar id={person.user} name={person.name} size={28} presenceOf={person.user} />
              <span>{person.name}</span>
              <small>{person.user}</small>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
