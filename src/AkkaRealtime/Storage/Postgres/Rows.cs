using System.Runtime.InteropServices;
using System.Text;
using Npgsql;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>Small things between rows and arrays.</summary>
internal static class Rows
{
    /// <summary>A command of a batch with its parameters in order.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql, params ReadOnlySpan<Parameter> parameters)
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

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static string? Utf8OrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : Encoding.UTF8.GetString(row.GetFieldValue<byte[]>(column));

    public static DateTimeOffset? TimeOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Time(column);

    public static DateTimeOffset Time(this NpgsqlDataReader row, int column) => DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(column));

    /// <summary>The overlay in the five columns from <paramref name="first"/> on: text, edited_at, deleted, pinned, reactions; null where there is none.</summary>
    public static MessageOverlay? Overlay(this NpgsqlDataReader row, int first) => row.IsDBNull(first + 2)
        ? null
        : new MessageOverlay(row.Utf8OrNull(first), row.TimeOrNull(first + 1), row.GetBoolean(first + 2), row.GetBoolean(first + 3), row.Utf8OrNull(first + 4));
}
