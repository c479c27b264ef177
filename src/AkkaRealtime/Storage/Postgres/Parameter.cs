using Npgsql;
using NpgsqlTypes;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// A parameter of a command, made from its value. A type of its own, since a lone <c>string[]</c> would be taken for the whole list where parameters are objects.
/// </summary>
internal readonly struct Parameter
{
    private Parameter(NpgsqlParameter value) => Value = value;

    public NpgsqlParameter Value { get; }

    public static implicit operator Parameter(Array values) => new(new NpgsqlParameter { Value = values });

    // Typed, so that the server can tell a missing text from a missing number.
    public static implicit operator Parameter(string? value) => new(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text });

    public static implicit operator Parameter(long? value) => new(new NpgsqlParameter { Value = (object?)value ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bigint });
}
