namespace AkkaRealtime.Benchmarks.Report;

/// <summary>A table on the console, row by row as they come, in Markdown: it can go into the documentation as it is.</summary>
internal sealed class Table
{
    // What is measured, and in what; the rest are figures.
    private const string Unit = "unit";
    private readonly int[] _widths;
    private readonly bool[] _isText;

    /// <summary>Prints the head. The first column is text, and so is one that is called <c>unit</c>.</summary>
    public Table(params IReadOnlyList<string> columns)
    {
        _isText = [.. columns.Select((c, i) => i == 0 || c == Unit)];
        _widths = [.. columns.Select((c, i) => Math.Max(c.Length, i == 0 ? 52 : c == Unit ? 26 : 12))];
        Row(columns);
        Console.WriteLine($"|{string.Join('|', _widths.Select((w, i) => _isText[i] ? new string('-', w + 2) : $"{new string('-', w + 1)}:"))}|");
    }

    /// <summary>Prints a row.</summary>
    public void Row(params IReadOnlyList<string> cells) =>
        Console.WriteLine($"| {string.Join(" | ", cells.Select((c, i) => _isText[i] ? c.PadRight(_widths[i]) : c.PadLeft(_widths[i])))} |");
}
