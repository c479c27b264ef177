using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Compare;

/// <summary>What was measured of one peer.</summary>
internal sealed class PeerFigures(string peer, string title)
{
    private readonly List<(string Row, string Unit)> _rows = [];
    private readonly Dictionary<(string Row, string Unit), double> _values = [];

    /// <summary>The name of the peer on the command line.</summary>
    public string Peer { get; } = peer;

    /// <summary>Its name in the table.</summary>
    public string Title { get; } = title;

    /// <summary>The rows that it has, in the order in which they were measured.</summary>
    public IReadOnlyList<(string Row, string Unit)> Rows => _rows;

    /// <summary>Messages that never reached somebody.</summary>
    public long Missing { get; private set; }

    /// <summary>Messages that reached somebody twice.</summary>
    public long Doubled { get; private set; }

    /// <summary>Whether something went wrong, so that rows are missing.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The figure of a row; null where there is none.</summary>
    public double? this[(string Row, string Unit) row] => _values.TryGetValue(row, out var value) ? value : null;

    /// <summary>Adds a figure.</summary>
    public void Add(string row, string unit, double value)
    {
        _rows.Add((row, unit));
        _values[(row, unit)] = value;
        Show.Progress($"{Title}: {row}: {Show.Number(value)} {unit}");
    }

    /// <summary>Adds what was wrong with deliveries.</summary>
    public void AddFaults((long Missing, long Doubled) faults)
    {
        Missing += faults.Missing;
        Doubled += faults.Doubled;
    }

    /// <summary>Measures some rows. Where that fails they are left out, and the others are measured all the same.</summary>
    public void Try(string what, Action measure)
    {
        try
        {
            measure();
        }
        catch (Exception e)
        {
            HasFailed = true;
            Console.Error.WriteLine($"{Title}, {what}: {e.Message}");
        }
    }
}
