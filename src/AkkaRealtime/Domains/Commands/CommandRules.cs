using System.Buffers;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Domains.Commands;

/// <summary>What commands may be called, and what may be typed behind them.</summary>
internal static class CommandRules
{
    /// <summary>Characters behind the name.</summary>
    public const int MaxArguments = 16_384;

    /// <summary>The page's own: lists the others.</summary>
    public const string Help = "help";

    private const int MaxName = 32;
    private const int MaxDescription = 200;
    private const int MaxUsage = 100;
    private static readonly SearchValues<char> NameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-");

    /// <summary>What is wrong with a name, as a sentence that says what to change; null where nothing is.</summary>
    public static string? NameFault(string? name) =>
        name is { Length: > 0 and <= MaxName } && char.IsAsciiLetterLower(name[0]) && !name.AsSpan().ContainsAnyExcept(NameChars)
            ? null
            : $"'{name}' can't be the name of a command. Use 1 to {MaxName} of a-z, 0-9, - and _, beginning with a letter and without the slash, such as deploy.";

    /// <summary>What is wrong with a command of the host's, as a sentence that says what to change; null where nothing is.</summary>
    public static string? Fault(string? name, string? description, string? usage, string role)
    {
        if (NameFault(name) is { } fault)
            return fault;
        if (name == Help)
            return "/help is the page's own command, which lists the others. Give yours another name.";
        if (string.IsNullOrWhiteSpace(description) || description.Length > MaxDescription)
            return $"The command /{name} needs a description of 1 to {MaxDescription} characters: what people read in the list.";
        if (usage is { Length: > MaxUsage })
            return $"The usage of the command /{name} has more than {MaxUsage} characters. Say in short what is typed behind the name, such as <version>.";
        return RoomRoles.Rank(role) == 0 ? $"The role of the command /{name} is '{role}'. Use owner, admin or member." : null;
    }

    /// <summary>Why this is no room's id, or null.</summary>
    public static RequestError? RoomFault(RoomId? room) => IdRules.IsServerMade(room?.Value) ? null : RequestError.Bad("room", "\"room\" is the id of a room.");
}
