namespace AkkaRealtime.Routing.Chat.Store;

/// <summary>The kinds of chat's events as numbers of the log (<see cref="Storage.LogFacts.Number"/>). Numbers are never used again for something else.</summary>
internal static class ChatEventNumbers
{
    public const int Message = 1;
    public const int Edited = 2;
    public const int Deleted = 3;
    public const int Reacted = 4;
    public const int Pinned = 5;
    public const int Joined = 6;
    public const int Left = 7;
    public const int Updated = 8;
    public const int Call = 9;
    public const int Erased = 10;
    public const int Banned = 11;
    public const int Previewed = 12;
}
