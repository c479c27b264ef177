using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Storage;

/// <summary>A room and its last <c>seq</c>.</summary>
public readonly record struct RoomHead(RoomId Room, long Head);
