using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Hooks;

/// <summary>
/// Is asked before a member's message, or an edit of one, goes to its room, on the node of the member's connection: it may let it pass, change its text, or refuse it. A service of the host's,
/// or by HTTP where <see cref="BeforeSendOptions"/> say so. What one connection sends is asked for one after the other, so that it stays in order; others don't wait for it.
/// </summary>
public interface IBeforeSend
{
    /// <summary>Judges. What it throws, and no answer within <see cref="BeforeSendOptions.TimeoutMs"/>, count as a failure (<see cref="BeforeSendOptions.OnFailure"/>).</summary>
    /// <param name="draft">What somebody wants to say; whether they may say it in this room is not known yet.</param>
    /// <param name="cancel">The time is over, or the node stops.</param>
    Task<BeforeSendAnswer> AskAsync(MessageDraft draft, CancellationToken cancel);
}

/// <summary>What somebody wants to say.</summary>
/// <param name="By">Who.</param>
/// <param name="Room">Where.</param>
/// <param name="Text">What; empty where there are only files.</param>
public sealed record MessageDraft(UserId By, RoomId Room, string Text)
{
    /// <summary>The message that is edited; null where it is a new one.</summary>
    public MessageId? Edits { get; init; }

    /// <summary>The key of a new message, the same where it is sent again because an answer was lost.</summary>
    public string? Key { get; init; }

    /// <summary>The message that it answers.</summary>
    public MessageId? ReplyTo { get; init; }

    /// <summary>The message whose thread it belongs to.</summary>
    public MessageId? Thread { get; init; }

    /// <summary>Who is mentioned by name.</summary>
    public IReadOnlyList<UserId> Mentions { get; init; } = [];

    /// <summary>Its files, as the client names them.</summary>
    public IReadOnlyList<Attachment> Attachments { get; init; } = [];

    /// <summary>What the client's app says with it, an object; null: nothing.</summary>
    public JsonElement? Data { get; init; }
}
