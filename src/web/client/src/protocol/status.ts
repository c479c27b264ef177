export type ChosenStatus = "online" | "away" | "busy" | "invisible";
export type ShownStatus = "online" | "away" | "busy" | "offline" | "invisible";

export interface Status {
  readonly user: string;
  readonly status: ShownStatus;
  readonly text?: string;
  readonly emoji?: string;
  readonly clearAt?: string;
  readonly lastSeen?: string;
  readonly inCall?: boolean;
}

export interface StatusChoice {
  readonly status: ChosenStatus;
  readonly text?: string;
  readonly emoji?: string;
  readonly clearAt?: string;
}
