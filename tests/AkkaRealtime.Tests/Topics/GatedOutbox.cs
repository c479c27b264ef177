using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Topics;

/// <summary>Keeps the relay busy with its first delivery until it is opened.</summary>
internal sealed class GatedOutbox : IOutbox, IDisposable
{
    private readonly ManualResetEventSlim _busy = new();
    private readonly ManualResetEventSlim _open = new();

    public bool Write(EncodedEnvelope envelope) => true;

    public void TellLagging(Topic topic) => Write(SessionEvents.Lagging([topic]));

    public void Deliver(in SharedFrames frames)
    {
        _busy.Set();
        Assert.True(_open.Wait(Patient.Wait));
    }

    public void WaitUntilBusy() => Assert.True(_busy.Wait(Patient.Wait));

    public void Open() => _open.Set();

    public void Dispose()
    {
        Open();
        _busy.Dispose();
        _open.Dispose();
    }
}
