namespace AkkaRealtime.Storage;

/// <summary>
/// Up to number 14 the built-in domains had their tables made by one set of scripts, recorded under its resource names. Each was split into one
/// script a domain, which keeps its number: a database where the whole ran must not run the parts.
/// </summary>
internal static class FormerScripts
{
    private static readonly string[] Files = ["0001_Log.sql", "0010_Files.sql", "0011_Redaction.sql", "0013_MissedCalls.sql", "0014_DeletedMessages.sql"];

    /// <summary>The SQLite script that <paramref name="file"/> was a part of, or null.</summary>
    public static string? Sqlite(string file) => Of("Sqlite", file);

    /// <summary>The PostgreSQL script that <paramref name="file"/> was a part of, or null.</summary>
    public static string? Postgres(string file) => Of("Postgres", file);

    private static string? Of(string store, string file) =>
        Array.Find(Files, former => former.AsSpan(0, 5).SequenceEqual(file.AsSpan(0, 5))) is { } found ? $"AkkaRealtime.Storage.{store}.Migrations.{found}" : null;
}
