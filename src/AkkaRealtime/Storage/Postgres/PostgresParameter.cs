using Npgsql;
using NpgsqlTypes;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// A parameter of a command, made from its value. A type of its own, since a lone <c>string[]</c> would be taken for the whole list where parameters are objects.
/// </summary>
public readonly struct PostgresParameter
{
    private PostgresParameter(NpgsqlParameter value) => Value = value;

    internal NpgsqlParameter Value { get; }

    /// <summary>An array of one of the types that Npgsql knows.</summary>
    public static implicit operator PostgresParameter(Array values) => new(new NpgsqlParameter { Value = values });

    /// <summary>A text, or NULL.</summary>
    // Typed, so that the server can tell a missing text from a missing number.
    public static implicit operator PostgresParameter(string? value) => new(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });

    /// <summary>A number, or NULL.</summary>
    public static implicit operator PostgresParameter(long? value) => new(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
}
