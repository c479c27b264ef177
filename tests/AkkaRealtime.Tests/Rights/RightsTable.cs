using System.Text;

namespace AkkaRealtime.Tests.Rights;

/// <summary>A table of docs/security.md: a row for each request or event, a column for each relation.</summary>
internal sealed class RightsTable
{
    private readonly Dictionary<string, string[]> _rows = new(StringComparer.Ordinal);

    private RightsTable(string[] relations) => Relations = relations;

    /// <summary>The columns, in order.</summary>
    public IReadOnlyList<string> Relations { get; }

    /// <summary>What has a row.</summary>
    public IReadOnlyCollection<string> Rows => _rows.Keys;

    /// <summary>What is said of one request and one relation.</summary>
    public string this[string row, string relation] => _rows[row][Relations.ToList().IndexOf(relation)];

    /// <summary>Reads the table whose first column is headed <paramref name="heading"/>.</summary>
    public static RightsTable Of(string heading)
    {
        var lines = File.ReadAllLines(Path.Combine(Checkout.Root, "docs", "security.md"));
        var at = Array.FindIndex(lines, l => l.StartsWith($"| {heading} |", StringComparison.Ordinal));
        Assert.True(at >= 0, $"docs/security.md has no table \"{heading}\".");
        var table = new RightsTable(Cells(lines[at])[1..]);
        foreach (var line in lines.Skip(at + 2).TakeWhile(l => l.StartsWith('|')))
        {
            var cells = Cells(line);
            Assert.True(cells.Length == table.Relations.Count + 1, $"A row of {heading} has another number of columns: {line}");
            foreach (var name in cells[0].Split(", ").Select(n => n.Trim('`')))
                Assert.True(table._rows.TryAdd(name, cells[1..]), $"{name} has two rows in \"{heading}\".");
        }

        return table;
    }

    /// <summary>The table with what was found instead.</summary>
    public string With(IReadOnlyDictionary<(string Row, string Relation), string> found)
    {
        var text = new StringBuilder();
        foreach (var row in Rows)
            text.AppendLine($"| `{row}` | {string.Join(" | ", Relations.Select(r => found.TryGetValue((row, r), out var cell) ? cell : this[row, r]))} |");
        return text.ToString();
    }

    private static string[] Cells(string line) => [.. line.Trim().Trim('|').Split('|').Select(c => c.Trim())];
}
