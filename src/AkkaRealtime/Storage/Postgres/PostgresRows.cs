using System.Runtime.InteropServices;
using System.Text;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Small things between rows and arrays.</summary>
public static class PostgresRows
{
    /// <summary>A command of a batch with its parameters in order.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<PostgresParameter> parameters)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var parameter in parameters)
            command.Parameters.Add(parameter.Value);
        batch.BatchCommands.Add(command);
        return command;
    }

    /// <summary>Text without what PostgreSQL's text cannot hold.</summary>
    public static string Clean(string text) => text.Contains('\0', StringComparison.Ordinal) ? text.Replace("\0", "", StringComparison.Ordinal) : text;

    /// <summary>Any text as bytes.</summary>
    public static byte[]? Utf8(string? text) => text is null ? null : Encoding.UTF8.GetBytes(text);

    /// <summary>The bytes as an array of their own length, without a copy where they are one.</summary>
    public static byte[] Array(ReadOnlyMemory<byte> bytes) =>
        MemoryMarshal.TryGetArray(bytes, out var segment) && segment.Offset == 0 && segment.Array!.Length == segment.Count ? segment.Array : bytes.ToArray();

    /// <summary>A text, or null for NULL.</summary>
    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A text that is stored as bytes, or null for NULL.</summary>
    public static string? Utf8OrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(column));

    /// <summary>A time stored as Unix milliseconds, or null for NULL.</summary>
    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    /// <summary>A time stored as Unix milliseconds.</summary>
    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));
}
