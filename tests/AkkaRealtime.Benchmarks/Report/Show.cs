using System.Globalization;

namespace AkkaRealtime.Benchmarks.Report;

/// <summary>Figures as they stand in tables.</summary>
internal static class Show
{
    /// <summary>Where there is none.</summary>
    public const string Nothing = "—";

    /// <summary>With as many decimals as say something.</summary>
    public static string Number(double? value) => value switch
    {
        null => Nothing,
        { } v when double.IsNaN(v) || double.IsInfinity(v) => Nothing,
        { } v when v == Math.Floor(v) || Math.Abs(v) >= 1_000 => v.ToString("N0", CultureInfo.InvariantCulture),
        { } v when Math.Abs(v) >= 10 => v.ToString("N1", CultureInfo.InvariantCulture),
        { } v => v.ToString("N2", CultureInfo.InvariantCulture),
    };

    /// <summary>Bytes as megabytes.</summary>
    public static string Megabytes(double bytes) => Number(bytes / 1_048_576);

    /// <summary>What is measured, and on what: the line above a table.</summary>
    public static void Heading(string what)
    {
        Console.WriteLine($"{what}; {Environment.ProcessorCount} cores; .NET {Environment.Version}");
        Console.WriteLine();
    }

    /// <summary>Says how far it is, beside the table.</summary>
    public static void Progress(string what) => Console.Error.WriteLine($"… {what}");
}
