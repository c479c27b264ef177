using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// The commands that gathered at a room while the batch before them was stored: decided one after the other, appended as one entry,
/// answered when that is durable.
/// </summary>
internal sealed class RoomBatch(IReadOnlyList<Waiting> commands)
{
    private readonly List<Step> _steps = new(commands.Count);

    /// <summary>All commands; what to refuse if the batch fails before it is decided.</summary>
    public IReadOnlyList<Waiting> Commands => commands;

    /// <summary>Set where the batch rewrites stored events instead of appending new ones; it holds nothing else then.</summary>
    public IRewriteCommand? Rewrite => commands is [{ Command: IRewriteCommand rewrite }] ? rewrite : null;

    /// <summary>What was decided and is answered once the events are durable.</summary>
    public IReadOnlyList<Step> Steps => _steps;

    /// <summary>The commands that were accepted; what to refuse if the batch fails after it is decided.</summary>
    public IEnumerable<Waiting> Accepted => _steps.Select(s => s.Command);

    /// <summary>The spans that the batch is a part of, as <c>traceparent</c>.</summary>
    public IReadOnlyList<string> Traces { get; private set; } = [];

    /// <summary>To be appended; not numbered yet.</summary>
    public IReadOnlyList<LogEvent> Events { get; private set; } = [];

    /// <summary>Set where the batch makes the room.</summary>
    public NewRoom? Create { get; private set; }

    /// <summary>What was looked up for it.</summary>
    public BatchFacts Facts { get; private set; } = BatchFacts.None;

    /// <summary>Decides every command, each on top of those before it; what is refused comes back.</summary>
    public IReadOnlyList<(Waiting Command, RequestError Error)> Decide(Room? room, long head, DateTimeOffset at, BatchFacts facts)
    {
        List<(Waiting, RequestError)>? refused = null;
        var decisions = new BatchDecisions(room, head, at, facts);
        foreach (var waiting in commands)
        {
            var decided = decisions.Decide(waiting.Command);
            if (decided.Error is { } error)
                (refused ??= []).Add((waiting, error));
            else
                _steps.Add(new Step(waiting, decided.From, decided.Count, decided.Repeated));
        }

        (Facts, Events, Create) = (facts, decisions.Events, decisions.Create);
        if (RealtimeTraces.AreWanted)
            Traces = [.. _steps.Select(s => s.Command.Span?.Id).OfType<string>()];
        return refused ?? [];
    }

    /// <summary>The trace of an event, by its place among <see cref="Events"/>; null where it isn't traced.</summary>
    public string? TraceOf(int index)
    {
        foreach (var step in _steps)
        {
            if (index >= step.From && index < step.From + step.Count)
                return step.Command.Span?.Id;
        }

        return null;
    }

    /// <summary>Whether an answer of the journal is about this batch, and not about one of the actor that a restart ended.</summary>
    public bool Matches(EventsAppended answer)
    {
        if (answer.Events.Count != Events.Count)
            return false;
        for (var i = 0; i < Events.Count; i++)
        {
            var stored = answer.Events[i];
            var same = stored.Duplicate
                ? stored.Event.Facts().Key == Events[i].Facts().Key && stored.Event.Type == Events[i].Type && stored.Event.By == Events[i].By
                : stored.Event.Type == Events[i].Type && stored.Event.At == Events[i].At && stored.Event.By == Events[i].By;
            if (!same)
                return false;
        }

        return true;
    }

    /// <summary>A command that was accepted, and which of the events are its own.</summary>
    /// <param name="Command">The command.</param>
    /// <param name="From">The first of its events.</param>
    /// <param name="Count">How many; 0 if nothing had to change.</param>
    /// <param name="Repeated">A <c>chat.send</c> of the same key as another one in the batch, whose event it shares.</param>
    internal readonly record struct Step(Waiting Command, int From, int Count, bool Repeated);
}
