using System.Security.Cryptography;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Hosting;

namespace AkkaRealtime.Sessions.Resuming;

/// <summary>The key of the store's tickets, which all of its nodes share: made by the first that starts, and read before a connection comes.</summary>
internal sealed class ResumeKey(ISessionKeyStore store, JournalPromise journal, TimeProvider time) : IHostedService
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private ResumeTickets? _tickets;

    /// <summary>The tickets.</summary>
    /// <exception cref="InvalidOperationException">The node has not started.</exception>
    public ResumeTickets Tickets => _tickets ?? throw new InvalidOperationException("The node has not started.");

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        while (_tickets is null)
        {
            try
            {
                _tickets = new ResumeTickets(await KeyAsync(cancellationToken).ConfigureAwait(false), time);
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(Patience, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<ReadOnlyMemory<byte>> KeyAsync(CancellationToken cancel)
    {
        if (await store.KeyAsync(cancel).ConfigureAwait(false) is { } known)
            return known;

        // Whichever node was first: the key that the store has then is everybody's.
        await journal.SaveAsync(owner => new SaveSessionKey(owner, RandomNumberGenerator.GetBytes(ResumeTickets.KeyBytes)), cancel).ConfigureAwait(false);
        return await store.KeyAsync(cancel).ConfigureAwait(false) ?? throw new StoreUnavailableException("The store did not keep the key of tickets.");
    }
}
