namespace AkkaRealtime.Storage;

/// <summary>Is told what this node's journal has committed, after its owners were. Called by the threads that commit: it must not wait, nor throw.</summary>
internal interface IJournalObserver
{
    /// <summary>These are durable, or were refused. The list is the caller's again when this returns.</summary>
    void Committed(IReadOnlyList<JournalResult> results);
}
