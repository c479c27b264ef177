using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Cluster.Tests.Load;

/// <summary>What a client does with <c>unavailable</c>, as a cluster says it that has just formed: asks again, when it was told to.</summary>
internal static class Insisting
{
    /// <summary>The first answer that is another one.</summary>
    public static async Task<Received> InsistAsync(this RawClient client, string type, object data)
    {
        while (true)
        {
            try
            {
                return await client.RequestAsync(type, data);
            }
            catch (RefusedException e) when (e.Code == "unavailable")
            {
                await AnotherProcess.PauseAsync(e.Error.Number("retryAfterMs"), CancellationToken.None);
            }
        }
    }
}
