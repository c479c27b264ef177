namespace AkkaRealtime.Storage;

/// <summary>Where the store keeps what it is given.</summary>
/// <param name="DataDirectory">The folder of the embedded store and of uploaded files.</param>
public sealed record StorageOptions(string DataDirectory);
