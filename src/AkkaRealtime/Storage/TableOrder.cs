namespace AkkaRealtime.Storage;

/// <summary>Tables of one of the library's own domains.</summary>
internal interface IBuiltInTables
{
    /// <summary>Its place among them: each may refer to those before it.</summary>
    int Order { get; }
}

/// <summary>
/// The order in which domains' tables are made and written: the library's own first, whatever was registered before them, so that a host's domain may
/// refer to any of them; then the host's, in the order of registration.
/// </summary>
internal static class TableOrder
{
    public static IReadOnlyList<T> Of<T>(IEnumerable<T> tables) => [.. tables.OrderBy(t => t is IBuiltInTables own ? own.Order : int.MaxValue)];
}
