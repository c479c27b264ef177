namespace AkkaRealtime.Storage;

/// <summary>The store of a node, whatever it is made of and whatever domains keep in it.</summary>
public interface IStore
{
    /// <summary>Names this store (protocol §2, <c>epoch</c>): made when the store was, kept for good.</summary>
    string Epoch { get; }

    /// <summary>Writes and reads a probe: whether the store takes writes now.</summary>
    Task<bool> IsWritableAsync(CancellationToken cancel);

    /// <summary>When it completes, what was removed before is gone from the store's own files, as far as the store can see to that.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached, or was closed meanwhile.</exception>
    Task ScrubAsync(CancellationToken cancel);
}

/// <summary>The store cannot be reached or answers with an error that may pass.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
