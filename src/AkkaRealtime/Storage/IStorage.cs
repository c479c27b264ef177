using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Storage;

/// <summary>An open store: its journal and its reads.</summary>
internal interface IStorage : IDisposable
{
    /// <summary>The writer.</summary>
    GroupCommitJournal Journal { get; }

    /// <summary>What the journal commits with.</summary>
    IStoreWriter Writer { get; }

    /// <summary>The reads.</summary>
    IRealtimeStore Store { get; }

    /// <summary>The rows of uploaded files.</summary>
    IFileRows Files { get; }

    /// <summary>The reads of the operator's tasks.</summary>
    IOperatorStore Operator { get; }
}
