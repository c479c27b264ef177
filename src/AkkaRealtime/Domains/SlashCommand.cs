using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>What a member of a room has typed behind a slash, such as <c>/deploy 1.2 to staging</c>.</summary>
/// <param name="Room">The room that it was typed in.</param>
/// <param name="Name">Which one, in lower case: <c>deploy</c>.</param>
/// <param name="Arguments">The text behind the name, without white space around it; empty where there is none.</param>
/// <param name="Key">
/// 1 to 64 characters that the client has chosen. A client that has heard no answer sends the command again with the same key, and the handler runs again: pass it on as
/// <see cref="RoomEventOptions.Key"/> or as a message's key, and what it does in the room is done once.
/// </param>
public sealed record SlashCommand(RoomId Room, string Name, string Arguments, string Key);
