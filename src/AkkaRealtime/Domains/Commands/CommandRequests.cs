using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains.Commands;

/// <summary><c>chat.commands</c>: which commands there are in a room for who asks.</summary>
internal sealed record ChatCommandsRequest(RoomId? Room = null) : IRequest, IRoomBound
{
    public const string Type = "chat.commands";

    public RequestError? Validate() => CommandRules.RoomFault(Room);
}

/// <summary><c>chat.commands</c>, the reply.</summary>
internal sealed record ChatCommands(RoomId Room, IReadOnlyList<CommandEntry> Commands);

/// <summary>A command as it is offered.</summary>
internal sealed record CommandEntry(string Name, string Description, string? Usage);

/// <summary><c>chat.command</c>: somebody gives a command.</summary>
internal sealed record ChatCommandRequest(RoomId? Room = null, string? Key = null, string? Name = null, string? Arguments = null) : IRequest, IRoomBound
{
    public const string Type = "chat.command";

    /// <summary>What it costs: nobody knows what it sets in motion.</summary>
    public const int Cost = 5;

    public RequestError? Validate()
    {
        if (CommandRules.RoomFault(Room) is { } fault)
            return fault;
        if (!IdRules.IsKey(Key))
            return RequestError.Bad("key", "\"key\" is 1 to 64 characters.");
        if (Name is null || CommandRules.NameFault(Name) is not null)
            return RequestError.Bad("name", "\"name\" is the name of a command, in lower case and without the slash.");
        return Arguments is { Length: > CommandRules.MaxArguments }
            ? new RequestError(ErrorCode.TooLarge, $"\"arguments\" can have at most {CommandRules.MaxArguments} characters.", "arguments")
            : null;
    }
}

/// <summary><c>chat.command-result</c>: the command was carried out; <paramref name="Text"/> is for who gave it alone.</summary>
internal sealed record ChatCommandResult(RoomId Room, string Name, string? Text)
{
    public const string Type = "chat.command-result";
}
