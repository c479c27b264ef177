using AkkaRealtime.Storage;

namespace AkkaRealtime.Webhooks.Store;

/// <summary>
/// Reads of webhooks; they see everything that was acknowledged. All writing goes through <see cref="IJournal"/>. Throws <see cref="StoreUnavailableException"/> where
/// the store cannot be reached.
/// </summary>
public interface IWebhookStore
{
    /// <summary>All of them, by id.</summary>
    Task<IReadOnlyList<Webhook>> ListAsync(CancellationToken cancel);

    /// <summary>How far a stream of a webhook has got; at 0 where nothing is kept of it.</summary>
    Task<StreamPosition> StreamAsync(string webhook, string stream, CancellationToken cancel);

    /// <summary>Streams that <paramref name="webhook"/> follows and that have more than was delivered, but for those that are tried again only after <paramref name="now"/>.</summary>
    Task<IReadOnlyList<StreamPosition>> BehindAsync(Webhook webhook, DateTimeOffset now, int limit, CancellationToken cancel);

    /// <summary>Streams whose next event has failed, the longest first.</summary>
    Task<IReadOnlyList<StreamPosition>> FailingAsync(string webhook, int limit, CancellationToken cancel);

    /// <summary>Events that were given up, by number, after the given one.</summary>
    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string webhook, long after, int limit, CancellationToken cancel);
}

/// <summary>An event that was given up.</summary>
/// <param name="Number">Grows from one to the next; 0 until it is stored.</param>
/// <param name="Stream">The stream that it is in (<see cref="StreamPosition.Name"/>).</param>
/// <param name="Position">Its place there.</param>
/// <param name="Type">Its type.</param>
/// <param name="At">When it happened.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Error">Why it failed last.</param>
/// <param name="GivenUpAt">When it was given up.</param>
public sealed record DeadLetter(long Number, string Stream, long Position, string Type, DateTimeOffset At, int Attempts, string Error, DateTimeOffset GivenUpAt);
