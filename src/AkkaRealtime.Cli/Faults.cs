using AkkaRealtime.Client;
using AkkaRealtime.Server;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Cli;

/// <summary>Turns whatever ends a command into a sentence on standard error, and an exit code.</summary>
internal static class Faults
{
    private const int Unauthorized = 4_401;
    private const int Forbidden = 4_403;

    /// <summary>Runs <paramref name="command"/>.</summary>
    public static async Task<int> RunAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (CliException e)
        {
            return Tell(e.Message, e.ExitCode);
        }
        catch (RealtimeRequestException e)
        {
            return Tell($"The server refuses: {e.Message}", ExitCodes.Refused);
        }
        catch (RealtimeConnectionException e) when (e.CloseCode is Unauthorized or Forbidden)
        {
            return Tell("The server does not take the token. Make another one: akkarealtime token --help.", ExitCodes.NoPermission);
        }
        catch (Exception e) when (e is RealtimeConnectionException or HttpRequestException or TimeoutException or StoreUnavailableException)
        {
            return Tell(e.Message, ExitCodes.Unavailable);
        }
        catch (Exception e) when (StartupErrors.Sentences(e) is { Count: > 0 } sentences)
        {
            return Tell(string.Join(Environment.NewLine, sentences), ExitCodes.Configuration);
        }
        catch (Exception e)
        {
            return Tell(e.ToString(), ExitCodes.Refused);
        }
    }

    private static int Tell(string sentence, int exitCode)
    {
        Console.Error.WriteLine(Output.Clean(sentence));
        return exitCode;
    }
}
