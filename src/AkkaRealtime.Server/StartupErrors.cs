using System.Net.Sockets;
using AkkaRealtime.Clustering;
using AkkaRealtime.Storage;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Server;

/// <summary>A start that cannot succeed, with a sentence that tells the operator what to change.</summary>
internal sealed class StartException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Turns what an operator can mend into plain sentences instead of stack traces.</summary>
internal static class StartupErrors
{
    /// <summary>The exit code of a wrong configuration (sysexits.h, EX_CONFIG).</summary>
    public const int ConfigurationError = 78;

    /// <summary>The exit code where something else has to run first, such as the database (sysexits.h, EX_UNAVAILABLE): starting again may help.</summary>
    public const int Unavailable = 69;

    /// <summary>Runs <paramref name="server"/>. 0 after a graceful stop; otherwise the reason stands on standard error.</summary>
    public static async Task<int> RunAsync(Func<Task> server)
    {
        try
        {
            await server();
            return 0;
        }
        catch (Exception e) when (NodeEndOf(e) is { } ended)
        {
            // The log has said why.
            return ended.ExitCode;
        }
        catch (StoreUnavailableException e)
        {
            await Console.Error.WriteLineAsync($"AkkaRealtime cannot start:{Environment.NewLine}  {e.Message}");
            return Unavailable;
        }
        catch (OperationCanceledException)
        {
            // Told to stop before it had started.
            return 0;
        }
        catch (Exception e) when (Sentences(e) is { Count: > 0 } sentences)
        {
            await Console.Error.WriteLineAsync("AkkaRealtime cannot start:");
            foreach (var sentence in sentences)
                await Console.Error.WriteLineAsync($"  {sentence}");
            return ConfigurationError;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync(e.ToString());
            return 1;
        }
    }

    // Where other parts failed to stop as well, the host throws them together.
    private static NodeEndedException? NodeEndOf(Exception e) =>
        e as NodeEndedException ?? (e as AggregateException)?.Flatten().InnerExceptions.OfType<NodeEndedException>().FirstOrDefault();

    /// <summary>What to say of it; nothing where it is no fault that an operator can mend.</summary>
    public static List<string> Sentences(Exception e) => e switch
    {
        OptionsValidationException o => [.. o.Failures],
        StartException s => [s.Message],
        AggregateException a when a.InnerExceptions.All(i => Sentences(i).Count > 0) => [.. a.InnerExceptions.SelectMany(Sentences)],
        IOException { InnerException: AddressInUseException } i => [$"{i.Message} Stop what listens there, or choose another with --urls."],
        SocketException { SocketErrorCode: SocketError.AccessDenied } =>
            ["The port may not be bound by this user. Choose one above 1023 with --urls."],
        InvalidOperationException { Message: var m } when m.StartsWith("Failed to convert configuration value", StringComparison.Ordinal) => [m],
        InvalidOperationException { Message: var m } when m.Contains("AkkaRealtime:DataDirectory", StringComparison.Ordinal) => [m],
        InvalidOperationException { Message: var m } when m.Contains("ConnectionStrings:Postgres", StringComparison.Ordinal) => [m],
        DirectoryNotFoundException or UnauthorizedAccessException =>
            [$"{e.Message} Set AkkaRealtime:DataDirectory to a folder that the server may write to."],
        _ => [],
    };
}
