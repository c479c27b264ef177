namespace AkkaRealtime.Cli;

/// <summary>Exit codes of what can be wrong with a store: as those of the server's <c>--check-store</c>.</summary>
internal static class StoreFaults
{
    /// <summary>What <paramref name="work"/> returns.</summary>
    /// <exception cref="CliException">There is no store, or it can't be used.</exception>
    public static async Task<T> OfAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (FileNotFoundException e)
        {
            throw new CliException(e.Message, ExitCodes.NoInput, e);
        }
        catch (InvalidOperationException e)
        {
            throw new CliException(e.Message, e.InnerException is IOException && e.Message.StartsWith("Another server", StringComparison.Ordinal) ? ExitCodes.Unavailable : ExitCodes.Configuration, e);
        }
    }
}
