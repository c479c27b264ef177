using System.Text;
using AkkaRealtime.Routing.Calls.Store.Memory;
using AkkaRealtime.Routing.Chat.Store.Memory;
using AkkaRealtime.Routing.Users.Store.Memory;
using AkkaRealtime.Storage.Memory;

namespace AkkaRealtime.Tests.Storage.Memory;

/// <summary>The conformance suite on the store in memory.</summary>
public sealed class MemoryStoreTests : StoreConformance
{
    private MemoryEngine? _engine;

    private protected override TestStore Open()
    {
        _engine ??= new MemoryEngine(TestStore.MemoryTables, Metrics);
        _engine.Reopen();
        return TestStore.Memory(_engine, Metrics);
    }

    private protected override Task<string> EverythingAsync()
    {
        _ = Storage;
        var all = new StringBuilder();
        foreach (var room in _engine!.Tables<MemoryRooms>().All)
        {
            foreach (var e in room.Log.Events)
                all.AppendLine(e.Envelope.ToString()).AppendLine(e.Event.ToString());
            all.AppendJoin('\n', room.Overlays.Values).AppendJoin('\n', room.Tokens.Values.SelectMany(t => t)).AppendJoin('\n', room.Edits);
        }

        foreach (var user in _engine.Tables<MemoryUsers>().All.Values)
            all.AppendLine(user.Name).AppendLine(Encoding.UTF8.GetString(user.Status.Span));
        foreach (var call in _engine.Tables<MemoryCalls>().All.Values)
            all.AppendLine(Encoding.UTF8.GetString(call.State.Span));
        return Task.FromResult(all.ToString());
    }

    private protected override void Remove()
    {
    }
}
