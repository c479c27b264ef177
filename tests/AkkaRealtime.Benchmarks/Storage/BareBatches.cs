using System.Diagnostics;
using System.Text;
using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Storage;

/// <summary>A row as the log has it.</summary>
internal sealed record BareRow(long Number, string Sender, string Key, string Id, long At, byte[] Envelope);

/// <summary>Commits rows, and does nothing else.</summary>
internal interface IBareWriter : IDisposable
{
    /// <summary>All of them as one transaction; they are on disk when it returns.</summary>
    void Commit(IReadOnlyList<BareRow> rows);
}

/// <summary>Everybody who sends waits for the same commit, and sends again: batches are as large as there are senders.</summary>
internal static class BareBatches
{
    // As long as a chat.message with 64 bytes of text is.
    private static readonly byte[] Envelope = Encoding.ASCII.GetBytes(new string('x', 270));

    /// <summary>Rows a second, and how long each waited.</summary>
    public static (double PerSecond, Latencies Latencies) Run(IBareWriter writer, int senders, TimeSpan time)
    {
        var number = 0L;
        var rows = new BareRow[senders];
        Batch();
        var latencies = new Latencies();
        var first = number;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < time)
        {
            var began = Stopwatch.GetTimestamp();
            Batch();
            var took = Stopwatch.GetTimestamp() - began;
            for (var i = 0; i < senders; i++)
                latencies.Add(took);
        }

        return ((number - first) / clock.Elapsed.TotalSeconds, latencies);

        void Batch()
        {
            for (var i = 0; i < senders; i++)
                rows[i] = new BareRow(++number, $"u{i}", $"k{number}", Guid.CreateVersion7().ToString(), number, Envelope);
            writer.Commit(rows);
        }
    }
}
