interface SparklineProps {
  readonly values: readonly number[];
  readonly label: string;
}

const width = 120;
const height = 28;

/** The last figures as a line; the highest of them is its top. */
export function Sparkline({ values, label }: SparklineProps) {
  if (values.length < 2) return <svg className="sparkline" width={width} height={height} aria-hidden="true" />;
  const top = Math.max(...values, 1);
  const points = values.map((value, i) => `${((i * width) / (values.length - 1)).toFixed(1)},${(height - 2 - ((height - 4) * value) / top).toFixed(1)}`);
  return (
    <svg className="sparkline" width={width} height={height} role="img" aria-label={label}>
      <polyline points={points.join(" ")} />
    </svg>
  );
}
