using AkkaRealtime.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace AkkaRealtime.Sessions.Resuming;

/// <summary>Registers the tickets of those who come back.</summary>
internal static class ResumingRegistration
{
    /// <summary>Adds the key; after the store, before the actor system.</summary>
    public static IServiceCollection AddResuming(this IServiceCollection services)
    {
        services.AddSingleton(provider => new ResumeKey(
            provider.GetRequiredService<ISessionKeyStore>(), provider.GetRequiredService<JournalPromise>(), provider.GetRequiredService<TimeProvider>()));
        return services.AddHostedService(provider => provider.GetRequiredService<ResumeKey>());
    }
}
