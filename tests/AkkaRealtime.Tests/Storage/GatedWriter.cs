using System.Threading.Channels;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

/// <summary>A store that commits only when the test lets it: it shows each batch first, and then waits.</summary>
internal sealed class GatedWriter : IStoreWriter, IDisposable
{
    private readonly Channel<JournalEntry[]> _begun = Channel.CreateBounded<JournalEntry[]>(1_024);
    private readonly SemaphoreSlim _gate = new(0);

    /// <summary>Makes the next commits throw, as a store does that is gone.</summary>
    public Exception? Fault { get; set; }

    /// <summary>The next batch, as soon as its commit has begun.</summary>
    public async Task<JournalEntry[]> BegunAsync() => await _begun.Reader.ReadAsync().AsTask().WaitAsync(Patient.Wait);

    /// <summary>Lets that many commits finish.</summary>
    public void Open(int commits = 1) => _gate.Release(commits);

    public IReadOnlyList<JournalResult> Commit(IReadOnlyList<JournalEntry> entries)
    {
        _begun.Writer.TryWrite([.. entries]);
        if (!_gate.Wait(Patient.Wait))
            throw new TimeoutException("The test never opened the gate.");
        if (Fault is not null)
            throw Fault;
        return [.. entries.Select(e => (JournalResult)new Saved(e))];
    }

    public void Dispose() => _gate.Dispose();
}
