export function PollIcon({ size = 20 }: { size?: number }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
      <path d="M5 20V10M12 20V4M19 20v-7" />
    </svg>
  );
}
