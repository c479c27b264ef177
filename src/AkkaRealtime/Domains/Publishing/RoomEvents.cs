using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Domains.Publishing;

/// <summary>Asks the owners of rooms to append the host's events.</summary>
/// <param name="rooms">The region of rooms.</param>
/// <param name="options">Writes and reads data.</param>
/// <param name="patience">How long an owner may take; left out, longer than a room takes to come up on another node.</param>
internal sealed class RoomEvents(Func<IActorRef> rooms, JsonSerializerOptions options, TimeSpan? patience = null) : IRoomEvents
{
    private static readonly RoomEventOptions Defaults = new();
    private static readonly RequestError NoAnswer = ChatErrors.Unavailable with { Message = "The owner of the room did not answer: try again with the same key." };
    private readonly TimeSpan _patience = patience ?? TimeSpan.FromSeconds(20);

    /// <inheritdoc/>
    public Task<Reply<LoggedEvent<T>>> AppendAsync<T>(
        RoomId room, UserId by, string type, T data, RoomEventOptions? options = null, JsonTypeInfo<T>? json = null, CancellationToken cancel = default)
        where T : notnull
    {
        WireTypes.Check(type, nameof(type));
        if (!IdRules.IsUser(by.Value))
            throw new ArgumentException($"'{by}' can't be the id of a user.", nameof(by));
        var encoded = Encode(data, json);
        var how = options ?? Defaults;
        if (how.Key is not null && !IdRules.IsKey(how.Key))
            return Refused<T>(RequestError.Bad("key", "\"key\" is 1 to 64 characters."));
        return IdRules.IsServerMade(room.Value)
            ? AppendAsync(new AppendDomainEvent(room, by, type, encoded, how.Key, how.CountsAsUnread, how.MembersOnly), data, json, cancel)
            : Refused<T>(ChatErrors.NoSuchRoom);
    }

    private static Task<Reply<LoggedEvent<T>>> Refused<T>(RequestError error) => Task.FromResult<Reply<LoggedEvent<T>>>(error);

    private EncodedJson Encode<T>(T data, JsonTypeInfo<T>? json)
        where T : notnull
    {
        var encoded = EventJson.Encode(data, options, json);
        if (encoded.Utf8.Length > IRoomEvents.MaxDataBytes)
        {
            throw new ArgumentException(
                $"The data takes {encoded.Utf8.Length} bytes, more than the {IRoomEvents.MaxDataBytes} that an event of a room's log may take.", nameof(data));
        }

        return DomainEventJson.ReservedMember(encoded.Utf8.Span) is { } name
            ? throw new ArgumentException($"The member \"{name}\" of an event of a room's log is not the host's to set. Give it another name.", nameof(data))
            : encoded;
    }

    private async Task<Reply<LoggedEvent<T>>> AppendAsync<T>(AppendDomainEvent append, T data, JsonTypeInfo<T>? json, CancellationToken cancel)
        where T : notnull
    {
        DomainEventAppended answer;
        try
        {
            answer = await rooms().Ask<DomainEventAppended>(append, _patience, cancel).ConfigureAwait(false);
        }
        catch (AskTimeoutException)
        {
            return NoAnswer;
        }

        if (answer.Error is { } error)
            return error;
        if (!answer.Duplicate)
            return new LoggedEvent<T>(answer.Seq, answer.At, data, false);
        return answer.Data is { } first
            ? new LoggedEvent<T>(answer.Seq, answer.At, Read(first, json), true)
            : new RequestError(ErrorCode.NotFound, "What was appended with this key has been erased.", "key");
    }

    private T Read<T>(EncodedJson data, JsonTypeInfo<T>? json) =>
        JsonSerializer.Deserialize(data.Utf8.Span, json ?? (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T)))
        ?? throw new JsonException("The data of an event is null.");
}
