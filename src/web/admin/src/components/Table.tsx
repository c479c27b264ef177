import type { Key, ReactNode } from "react";

export interface Column<T> {
  readonly title: string;
  readonly cell: (row: T) => ReactNode;
  /** Stands at the end of its column, so that digits line up. */
  readonly isNumber?: boolean;
}

interface TableProps<T> {
  /** For who can't see it. */
  readonly label: string;
  readonly rows: readonly T[];
  readonly keyOf: (row: T) => Key;
  readonly columns: readonly Column<T>[];
  readonly empty: string;
}

/** A list, each row of which names itself in its first column. */
export function Table<T>({ label, rows, keyOf, columns, empty }: TableProps<T>) {
  if (rows.length === 0) return <p className="empty">{empty}</p>;
  return (
    <div className="table" role="region" aria-label={label} tabIndex={0}>
      <table aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" className={column.isNumber ? "number" : undefined}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)}>
              {columns.map((column, i) =>
                i === 0 ? (
                  <th key={column.title} scope="row">
                    {column.cell(row)}
                  </th>
                ) : (
                  <td key={column.title} className={column.isNumber ? "number" : undefined}>
                    {column.cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
